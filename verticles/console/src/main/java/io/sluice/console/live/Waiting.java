package io.sluice.console.live;

import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.Map;

/**
 * How long records wait to be read, from offsets alone: a partition's mark is an end that was seen
 * and is not reached yet. So the oldest unread record has waited at least since then. One thread.
 */
final class Waiting {
    private final Map<TopicPartition, Mark> marks = new HashMap<>();

    private record Mark(long end, long atMillis) {}

    /** Notes where a partition ends, and how far it is read. */
    void seen(TopicPartition partition, long end, long read, long atMillis) {
        if (read >= end) {
            marks.remove(partition);
            return;
        }
        Mark mark = marks.get(partition);
        if (mark == null || read >= mark.end()) {
            marks.put(partition, new Mark(end, atMillis));
        }
    }

    /** Since when the oldest has waited, at least; 0 if none waits. */
    long oldestMillis(long nowMillis) {
        return marks.values().stream().mapToLong(it -> nowMillis - it.atMillis()).max().orElse(0);
    }
}
