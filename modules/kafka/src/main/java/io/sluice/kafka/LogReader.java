package io.sluice.kafka;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads parts of logs, without a group. Memory is bounded by what one fetch brings. Calls block;
 * one thread.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(10);
    private static final int FETCH_BYTES = 16 * 1024 * 1024;
    private static final int PARTITION_BYTES = 4 * 1024 * 1024;

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Offsets from (inclusive) to (exclusive). */
    public record Range(long from, long to) {
        boolean isEmpty() {
            return from >= to;
        }
    }

    private LogReader(KafkaSettings kafka, String isolation) {
        Map<String, Object> properties = ClientProperties.reader(kafka);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Math.max(PARTITION_BYTES, kafka.maxRequestBytes()));
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Gives the records of transactions that are committed, up to the first that is open. */
    public static LogReader committed(KafkaSettings kafka) {
        return new LogReader(kafka, "read_committed");
    }

    /** Gives all records, those of open and aborted transactions too. */
    public static LogReader everything(KafkaSettings kafka) {
        return new LogReader(kafka, "read_uncommitted");
    }

    /**
     * Calls for each record in these ranges; what is gone by now is left out.
     *
     * @param deadline by {@link System#nanoTime}
     * @throws TimeoutException if the deadline passes first
     */
    public void read(
            Map<TopicPartition, Range> ranges,
            long deadline,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Range> wanted = new HashMap<>(ranges);
        wanted.values().removeIf(Range::isEmpty);
        Set<TopicPartition> left = new HashSet<>(wanted.keySet());
        consumer.assign(left);
        wanted.forEach((partition, range) -> consumer.seek(partition, range.from()));
        while (!left.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("Not read in time: " + left);
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Range range = wanted.get(new TopicPartition(record.topic(), record.partition()));
                if (range != null && record.offset() < range.to()) {
                    each.accept(record);
                }
            }
            if (left.removeIf(it -> consumer.position(it) >= to(wanted, it))) {
                consumer.assign(left);
            }
        }
    }

    /** Calls for each record that the topic holds at the time of the call; as {@link #read}. */
    public void whole(String topic, long deadline, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic).stream()
                        .map(it -> new TopicPartition(topic, it.partition()))
                        .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Range> ranges = new HashMap<>();
        consumer.endOffsets(partitions)
                .forEach(
                        (partition, end) ->
                                ranges.put(
                                        partition,
                                        new Range(begins.getOrDefault(partition, end), end)));
        read(ranges, deadline, each);
    }

    /** As {@link #whole}, from the records of this time on. */
    public void since(
            String topic,
            Instant time,
            long deadline,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, Long> times = new HashMap<>();
        consumer.partitionsFor(topic)
                .forEach(
                        it ->
                                times.put(
                                        new TopicPartition(topic, it.partition()),
                                        Math.max(0, time.toEpochMilli())));
        Map<TopicPartition, Long> ends = consumer.endOffsets(times.keySet());
        Map<TopicPartition, Range> ranges = new HashMap<>();
        consumer.offsetsForTimes(times)
                .forEach(
                        (partition, first) -> {
                            if (first != null) {
                                ranges.put(
                                        partition,
                                        new Range(
                                                first.offset(),
                                                ends.getOrDefault(partition, first.offset())));
                            }
                        });
        read(ranges, deadline, each);
    }

    /**
     * The first record of each partition at an offset or behind it; none of a partition that has
     * none. What is gone by now is passed over. Waits at most ten seconds.
     */
    public List<ConsumerRecord<byte[], byte[]>> first(Map<TopicPartition, Long> from) {
        Map<TopicPartition, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        Set<TopicPartition> left = new HashSet<>(from.keySet());
        consumer.assign(left);
        from.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(left);
        long deadline = System.nanoTime() + FIRST_LIMIT.toNanos();
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            consumer.poll(POLL)
                    .forEach(
                            it ->
                                    found.putIfAbsent(
                                            new TopicPartition(it.topic(), it.partition()), it));
            if (left.removeIf(
                    it ->
                            found.containsKey(it)
                                    || consumer.position(it) >= ends.getOrDefault(it, 0L))) {
                consumer.assign(left);
            }
        }
        return List.copyOf(found.values());
    }

    private static long to(Map<TopicPartition, Range> ranges, TopicPartition partition) {
        Range range = ranges.get(partition);
        return range == null ? 0 : range.to();
    }

    /** Disconnects. */
    @Override
    public void close() {
        consumer.close();
    }
}
