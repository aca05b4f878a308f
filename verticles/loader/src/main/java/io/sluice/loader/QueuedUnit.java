package io.sluice.loader;

import io.sluice.rows.LoadUnit;
import io.sluice.rows.Received;

import org.apache.kafka.common.TopicPartition;

import java.util.Optional;

/**
 * A unit with the place of its record.
 *
 * @param received when its events were taken in, if the record says so
 */
record QueuedUnit(
        TopicPartition partition, long offset, LoadUnit unit, Optional<Received> received) {
    /** Compressed bytes of its files. */
    long bytes() {
        return unit.files().stream().mapToLong(LoadUnit.DataFile::bytes).sum();
    }
}
