package io.sluice.batcher.archive;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The batch that fills: records as they came, and which offsets of each partition they cover. For
 * the thread of one poll loop only.
 */
final class OpenArchive {
    /** Kept for a record beside its value, headers of usual size included. */
    private static final long RECORD_BYTES = 400;

    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final ArchiverSettings.Limits limits;
    private final ToLongFunction<TopicPartition> committed;
    private final Map<TopicPartition, Long> sealedTo = new HashMap<>();
    private Map<TopicPartition, Part> parts = new TreeMap<>(ORDER);
    private long bytes;
    private long records;
    private long firstNanos;

    /** What one partition has given: every record from one offset to the next to be read. */
    static final class Part {
        private final long from;
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        private long next;
        private long bytes;

        Part(long from) {
            this.from = from;
            this.next = from;
        }

        long from() {
            return from;
        }

        long next() {
            return next;
        }

        /** That its records take. */
        long bytes() {
            return bytes;
        }

        List<ConsumerRecord<byte[], byte[]>> records() {
            return records;
        }
    }

    /**
     * @param committed the offset from which a partition was read
     */
    OpenArchive(ArchiverSettings.Limits limits, ToLongFunction<TopicPartition> committed) {
        this.limits = limits;
        this.committed = committed;
    }

    /** Whether the batch has to be sealed before it takes this record. */
    boolean isFullFor(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        return records > 0
                && (bytes + size(record) > limits.maxBytes()
                        || (parts.size() >= limits.maxPartitions()
                                && !parts.containsKey(partition)));
    }

    void add(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        if (records++ == 0) {
            firstNanos = System.nanoTime();
        }
        bytes += size(record);
        Part part = parts.computeIfAbsent(partition, it -> new Part(from(it)));
        part.records.add(record);
        part.bytes += size(record);
        part.next = Math.max(part.next, record.offset() + 1);
    }

    private long from(TopicPartition partition) {
        Long sealed = sealedTo.get(partition);
        return sealed == null ? committed.applyAsLong(partition) : sealed;
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return RECORD_BYTES + Math.max(0, record.serializedValueSize());
    }

    /** Notes that a partition that has given something was read to here. */
    void readTo(TopicPartition partition, long offset) {
        Part part = parts.get(partition);
        if (part != null) {
            part.next = Math.max(part.next, offset);
        }
    }

    boolean isDue() {
        return records > 0
                && (bytes >= limits.maxBytes()
                        || System.nanoTime() - firstNanos >= limits.maxAge().toNanos());
    }

    long records() {
        return records;
    }

    /** The partitions that gave something. */
    Collection<TopicPartition> partitions() {
        return List.copyOf(parts.keySet());
    }

    /** Hands the content over and starts empty, behind it. */
    SealedArchive seal() {
        SealedArchive sealed = new SealedArchive(parts, records, bytes);
        sealedTo.putAll(sealed.next());
        clear();
        return sealed;
    }

    /** {@link #seal}; empty if there is nothing to seal. */
    Optional<SealedArchive> sealIfAny() {
        return records == 0 ? Optional.empty() : Optional.of(seal());
    }

    /** Forgets these partitions, of which nothing may be held. */
    void forget(Collection<TopicPartition> gone) {
        sealedTo.keySet().removeAll(gone);
        parts.keySet().removeAll(gone);
    }

    /** Forgets all: partitions are read again from what is committed. */
    void drop() {
        sealedTo.clear();
        clear();
    }

    private void clear() {
        parts = new TreeMap<>(ORDER);
        bytes = 0;
        records = 0;
    }
}
