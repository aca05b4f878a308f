package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The partitions that a {@link RecordWork} holds, each with what is committed of it. For the thread
 * of one poll loop only.
 */
public final class HeldPartitions {
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

    public HeldPartitions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Takes partitions in; asks Kafka for what is committed of them. */
    public void add(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            held.put(partition, Committed.of(committed.get(partition)));
        }
    }

    /** Where nothing was ever committed of a partition: as if this had been. */
    public void begin(TopicPartition partition, long offset, OffsetCounters counters) {
        held.computeIfPresent(
                partition,
                (same, committed) ->
                        committed.offset() == null ? new Committed(offset, counters) : committed);
    }

    /** Those of which nothing was ever committed. */
    public Set<TopicPartition> fresh() {
        return held.entrySet().stream()
                .filter(it -> it.getValue().offset() == null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The committed offset of a partition; 0 where nothing was ever committed. */
    public long committed(TopicPartition partition) {
        Committed committed = held.get(partition);
        return committed == null || committed.offset() == null ? 0 : committed.offset();
    }

    /** Lets partitions go. */
    public void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(held::remove);
    }

    /** All that are held. */
    public Set<TopicPartition> held() {
        return Set.copyOf(held.keySet());
    }

    /** What to commit: these offsets, each with its counters raised. */
    public Map<TopicPartition, OffsetAndMetadata> offsets(
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
    public void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> held.put(partition, Committed.of(offset)));
    }

    /** Makes every partition held be read again from its committed offset. */
    public void rewind() {
        held.forEach(
                (partition, committed) -> {
                    Long offset = committed.offset();
                    // Not to wherever the partition begins: what is gone by now is to be noticed.
                    consumer.seek(partition, offset == null ? 0 : offset);
                });
    }

    /** Records of all partitions held that are not read yet, as far as known. */
    public long lag() {
        return held.keySet().stream().mapToLong(it -> consumer.currentLag(it).orElse(0)).sum();
    }
}
