@NullMarked
package io.sluice.console.live;

import org.jspecify.annotations.NullMarked;
