package io.sluice.app.books;

import io.sluice.kafka.LogReader;
import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Where a stage stands in one partition.
 *
 * @param committed the offset it goes on from; empty before its first commit
 * @param counters what it has counted up to there
 * @param begin the offset of the oldest record that is kept
 * @param stable where the first open transaction begins, else the end
 * @param end the offset behind the last record
 */
record Standing(
        TopicPartition partition,
        OptionalLong committed,
        OffsetCounters counters,
        long begin,
        long stable,
        long end) {

    static Standing of(
            TopicPartition partition,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> stable,
            Map<TopicPartition, Long> ends) {
        OffsetAndMetadata offset = committed.get(partition);
        return new Standing(
                partition,
                offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset()),
                OffsetCounters.parse(offset == null ? "" : offset.metadata()),
                begins.getOrDefault(partition, 0L),
                stable.getOrDefault(partition, 0L),
                ends.getOrDefault(partition, 0L));
    }

    /** The first offset to be read. */
    long next() {
        return committed.orElse(0);
    }

    /** What is not read yet, as far as transactions have ended. */
    LogReader.Range unread() {
        return new LogReader.Range(Math.max(next(), begin), stable);
    }

    /** What follows it: of transactions that are open, or were when the ends were asked for. */
    LogReader.Range undecided() {
        return new LogReader.Range(Math.max(Math.max(next(), begin), stable), end);
    }

    /** Offsets, markers of transactions included, that are not read yet. */
    long behind() {
        return Math.max(0, end - Math.max(next(), begin));
    }

    /** Whether records were gone before they were read, and the stage has not noticed yet. */
    boolean overtaken() {
        return next() < begin;
    }

    /** Whether the partition ends before what was read. */
    boolean cut() {
        return next() > end;
    }
}
