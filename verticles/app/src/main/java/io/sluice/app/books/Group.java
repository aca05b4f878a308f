package io.sluice.app.books;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where a stage stands in all its partitions.
 *
 * @param stage its name
 */
record Group(String stage, List<Standing> standings) {
    /** What the stage has committed is asked for first: it is never ahead of what follows. */
    static Group read(String stage, String group, Collection<String> topics, GroupOffsets offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed(group);
        Collection<TopicPartition> partitions = offsets.partitions(topics);
        Map<TopicPartition, Long> begins = offsets.begins(partitions);
        Map<TopicPartition, Long> stable = offsets.stableEnds(partitions);
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        return new Group(
                stage,
                partitions.stream()
                        .map(it -> Standing.of(it, committed, begins, stable, ends))
                        .sorted(
                                Comparator.comparing((Standing it) -> it.partition().topic())
                                        .thenComparingInt(it -> it.partition().partition()))
                        .toList());
    }

    /** Its partitions of one topic. */
    List<Standing> of(String topic) {
        return standings.stream().filter(it -> it.partition().topic().equals(topic)).toList();
    }

    /** What it has counted, over all partitions of one topic. */
    OffsetCounters counters(String topic) {
        return of(topic).stream()
                .map(it -> it.counters().counts())
                .reduce(OffsetCounters.ZERO, OffsetCounters::plus, (a, b) -> a.plus(b.counts()));
    }
}
