/**
 * The admin API: what scripts, the command line and the page ask and change, over HTTP behind a
 * token.
 */
@NullMarked
package io.sluice.console;

import org.jspecify.annotations.NullMarked;
