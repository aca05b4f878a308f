/** The web page: its files, who has signed in to it, and how. */
@NullMarked
package io.sluice.console.page;

import org.jspecify.annotations.NullMarked;
