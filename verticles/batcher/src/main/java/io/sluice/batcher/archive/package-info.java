/** The archive of raw events: what is read from the events topics, kept in the object store. */
@NullMarked
package io.sluice.batcher.archive;

import org.jspecify.annotations.NullMarked;
