package io.sluice.batcher.archive;

import io.sluice.kafka.BatchLine;

import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A batch that takes nothing more.
 *
 * @param parts what each partition has given, in the order of topics and partitions
 * @param records of all of them
 * @param bytes that they take
 */
record SealedArchive(Map<TopicPartition, OpenArchive.Part> parts, long records, long bytes)
        implements BatchLine.Sealed {
    @Override
    public Map<TopicPartition, Long> next() {
        Map<TopicPartition, Long> next = new HashMap<>();
        parts.forEach((partition, part) -> next.put(partition, part.next()));
        return next;
    }

    /** What a partition has given; one of those that have given something. */
    OpenArchive.Part part(TopicPartition partition) {
        return Objects.requireNonNull(parts.get(partition));
    }
}
