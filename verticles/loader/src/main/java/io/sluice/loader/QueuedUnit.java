package io.sluice.loader;

import io.sluice.rows.LoadUnit;

import org.apache.kafka.common.TopicPartition;

/** A unit with the place of its record. */
record QueuedUnit(TopicPartition partition, long offset, LoadUnit unit) {
    /** Compressed bytes of its files. */
    long bytes() {
        return unit.files().stream().mapToLong(LoadUnit.DataFile::bytes).sum();
    }
}
