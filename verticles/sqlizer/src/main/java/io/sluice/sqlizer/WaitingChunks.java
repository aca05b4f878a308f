package io.sluice.sqlizer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Partitions that wait for a schema, and their chunks that were read already. Who goes back to the
 * first of them instead has Kafka's client throw away all that it has fetched ahead. One thread.
 */
final class WaitingChunks {
    private final long maxBytes;
    private final Map<TopicPartition, Held> partitions = new HashMap<>();
    private long bytes;

    /**
     * What a partition has to do when it goes on.
     *
     * @param records the chunks; empty where they are to be read again
     * @param next the offset behind all that was read with them
     */
    record Held(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        long bytes() {
            long sum = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                sum += Math.max(0, record.serializedValueSize());
            }
            return sum;
        }
    }

    /**
     * @param maxBytes of all chunks held
     */
    WaitingChunks(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The partition waits from now on.
     *
     * @return false if there is no room for its chunks: they are to be read again, later
     */
    boolean add(TopicPartition partition, Held held) {
        boolean fits = bytes + held.bytes() <= maxBytes;
        Held kept = fits ? held : new Held(List.of(), held.next());
        partitions.put(partition, kept);
        bytes += kept.bytes();
        return fits;
    }

    boolean contains(TopicPartition partition) {
        return partitions.containsKey(partition);
    }

    /** The partition waits no longer; empty if it did not. */
    Optional<Held> remove(TopicPartition partition) {
        Optional<Held> held = Optional.ofNullable(partitions.remove(partition));
        held.ifPresent(it -> bytes -= it.bytes());
        return held;
    }
}
