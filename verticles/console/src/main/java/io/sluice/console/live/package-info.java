/** What the page shows moving: counted where it lies, and streamed to those who watch. */
@NullMarked
package io.sluice.console.live;

import org.jspecify.annotations.NullMarked;
