package io.sluice.franz;

import org.apache.kafka.common.TopicPartition;

import java.util.Map;

/**
 * Where topics and their readers stood at one moment.
 *
 * @param atMillis when
 * @param members consumers by group; groups that we may not ask for are absent
 */
record Sample(long atMillis, Map<TopicPartition, Mark> marks, Map<String, Integer> members) {
    Sample {
        marks = Map.copyOf(marks);
        members = Map.copyOf(members);
    }

    /**
     * One partition.
     *
     * @param end the offset after its last record
     * @param committed what its reader has committed; 0 before the first time
     * @param counted events, rows or units that its reader has counted so far
     * @param bytes on disk; {@link #UNKNOWN} where we may not ask
     */
    record Mark(long end, long committed, long counted, long bytes) {
        static final long UNKNOWN = -1;

        static final Mark NONE = new Mark(0, 0, 0, UNKNOWN);

        long behind() {
            return Math.max(0, end - committed);
        }
    }

    Mark of(TopicPartition partition) {
        return marks.getOrDefault(partition, Mark.NONE);
    }
}
