/** Dead letters: listing them in bounded steps, and sending them through the pipeline again. */
@NullMarked
package io.sluice.console.dead;

import org.jspecify.annotations.NullMarked;
