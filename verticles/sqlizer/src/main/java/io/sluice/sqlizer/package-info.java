/** Chunks of events in, chunks of rows and dead letters out, schemas discovered on the way. */
@NullMarked
package io.sluice.sqlizer;

import org.jspecify.annotations.NullMarked;
