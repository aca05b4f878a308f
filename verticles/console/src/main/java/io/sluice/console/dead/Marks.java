package io.sluice.console.dead;

import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.LogReader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which letters of one partition were replayed, as far as it was read: a stretch of the log that
 * grows at both ends. A mark lies behind its letters; so for letters within the stretch the answer
 * is complete, once it reaches to the end of the log. Not thread-safe.
 */
final class Marks {
    private static final int MOST = 2_000_000;

    private final TopicPartition partition;
    private final Set<Long> replayed = new HashSet<>();
    private long from = -1;
    private long to = -1;

    Marks(TopicPartition partition) {
        this.partition = partition;
    }

    /**
     * Reads on to the end, and back to where the answer is needed.
     *
     * @param least the first offset to answer for
     * @param end of the log: waits for transactions that are open before it
     */
    void cover(LogReader reader, long least, long end, long deadline) {
        if (from < 0 || end < to) {
            // Nothing is read yet, or the topic was made anew.
            replayed.clear();
            from = end;
            to = end;
        }
        if (end > to) {
            read(reader, to, end, deadline);
            to = end;
        }
        if (least < from) {
            read(reader, least, from, deadline);
            from = least;
        }
    }

    private void read(LogReader reader, long begin, long end, long deadline) {
        Map<TopicPartition, LogReader.Range> range = new HashMap<>();
        range.put(partition, new LogReader.Range(begin, end));
        reader.read(range, deadline, this::note);
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        ReplayMark.read(KafkaHeaders.reader(record.headers()), value)
                .ifPresent(mark -> replayed.addAll(mark.offsets()));
        if (replayed.size() > MOST) {
            throw new IllegalStateException(
                    "more than " + MOST + " letters of " + partition + " were replayed");
        }
    }

    boolean has(long offset) {
        return replayed.contains(offset);
    }
}
