package io.sluice.console.dead;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The topic of an app's dead letters as it is at the time of one call. Blocks, up to the deadline.
 * One thread.
 */
final class DeadTopic implements AutoCloseable {
    private final String topic;
    private final Map<TopicPartition, Marks> marks;
    private final LogReader reader;
    private final long deadline;
    private final SortedMap<Integer, LogReader.Range> ranges = new TreeMap<>();

    /**
     * @param marks of this app, as known so far
     * @param deadline by {@link System#nanoTime}
     */
    DeadTopic(
            KafkaSettings kafka,
            GroupOffsets offsets,
            String app,
            Map<TopicPartition, Marks> marks,
            long deadline) {
        this.topic = Topics.dead(app);
        this.marks = marks;
        this.deadline = deadline;
        List<TopicPartition> partitions = List.copyOf(offsets.partitions(List.of(topic)));
        Map<TopicPartition, Long> begins = offsets.begins(partitions);
        // To the very end: a mark behind an open transaction is a mark all the same.
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        for (TopicPartition it : partitions) {
            LogReader.Range range =
                    new LogReader.Range(begins.getOrDefault(it, 0L), ends.getOrDefault(it, 0L));
            ranges.put(it.partition(), range);
        }
        reader = LogReader.committed(kafka);
    }

    /** The offsets of each partition, from the oldest letter to the end. */
    SortedMap<Integer, LogReader.Range> ranges() {
        return ranges;
    }

    boolean isLate() {
        return System.nanoTime() - deadline > 0;
    }

    /** Calls for each record in a part of a partition, the oldest first. */
    void read(int partition, LogReader.Range range, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<TopicPartition, LogReader.Range> one = new HashMap<>();
        one.put(new TopicPartition(topic, partition), range);
        reader.read(one, deadline, each);
    }

    /** Whether a record is a letter, and no mark of a replay. */
    static boolean isLetter(ConsumerRecord<byte[], byte[]> record) {
        return ReplayMark.read(KafkaHeaders.reader(record.headers()), new byte[0]).isEmpty();
    }

    /** Which of these letters were replayed. */
    Set<LetterId> replayed(Collection<LetterId> ids) {
        Map<Integer, Long> least = new HashMap<>();
        ids.forEach(it -> least.merge(it.partition(), it.offset(), Math::min));
        Set<LetterId> replayed = new HashSet<>();
        least.forEach(
                (partition, offset) -> {
                    LogReader.Range range = ranges.get(partition);
                    if (range != null) {
                        of(partition).cover(reader, offset, range.to(), deadline);
                    }
                });
        for (LetterId id : ids) {
            if (of(id.partition()).has(id.offset())) {
                replayed.add(id);
            }
        }
        return replayed;
    }

    private Marks of(int partition) {
        return marks.computeIfAbsent(new TopicPartition(topic, partition), Marks::new);
    }

    @Override
    public void close() {
        reader.close();
    }
}
