package io.sluice.batcher;

import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The partitions held, each with what is committed of it. For the thread of one poll loop only. */
final class Partitions {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Committed> held = new HashMap<>();

    /** An offset and its counters; no offset where none was ever committed. */
    private record Committed(@Nullable Long offset, OffsetCounters counters) {
        static Committed of(@Nullable OffsetAndMetadata offset) {
            return offset == null
                    ? new Committed(null, OffsetCounters.ZERO)
                    : new Committed(offset.offset(), OffsetCounters.parse(offset.metadata()));
        }
    }

    Partitions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Takes partitions in; asks Kafka for what is committed of them. */
    void add(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            held.put(partition, Committed.of(committed.get(partition)));
        }
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(held::remove);
    }

    Set<TopicPartition> held() {
        return Set.copyOf(held.keySet());
    }

    /** What to commit: these offsets, each with its counters raised. */
    Map<TopicPartition, OffsetAndMetadata> offsets(
            Map<TopicPartition, Long> next, Map<TopicPartition, Map<String, Long>> counts) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach(
                (partition, offset) -> {
                    Committed before = held.get(partition);
                    if (before == null) {
                        throw new IllegalStateException(partition + " is not held");
                    }
                    OffsetCounters counters =
                            before.counters().plus(counts.getOrDefault(partition, Map.of()));
                    offsets.put(partition, new OffsetAndMetadata(offset, counters.encode()));
                });
        return offsets;
    }

    /** Notes that these offsets are committed. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> held.put(partition, Committed.of(offset)));
    }

    /** Makes every partition held be read again from its committed offset. */
    void rewind() {
        held.forEach(
                (partition, committed) -> {
                    Long offset = committed.offset();
                    // Not to wherever the partition begins: what is gone by now is to be noticed.
                    consumer.seek(partition, offset == null ? 0 : offset);
                });
    }

    /** Records of all partitions held that are not read yet, as far as known. */
    long lag() {
        return held.keySet().stream().mapToLong(it -> consumer.currentLag(it).orElse(0)).sum();
    }
}
