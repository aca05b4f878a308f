package io.sluice.console.live;

import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Stage;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Map;
import java.util.Optional;

/**
 * Where all stages stand at one moment, as Kafka knows it.
 *
 * @param committed what each stage has read, with its counters beside the offsets
 * @param ends of the partitions of the events topics and of the topic of loads
 * @param members consumers of each stage
 */
record Reading(
        long atMillis,
        Map<Stage, Map<TopicPartition, OffsetAndMetadata>> committed,
        Map<TopicPartition, Long> ends,
        Map<Stage, Integer> members) {

    /** The sum of a stage's counters, over all partitions it has ever read. */
    OffsetCounters counters(Stage stage) {
        OffsetCounters sum = OffsetCounters.ZERO;
        for (OffsetAndMetadata it : committed.getOrDefault(stage, Map.of()).values()) {
            sum = sum.plus(OffsetCounters.parse(it.metadata()).counts());
        }
        return sum;
    }

    /** Rows that the sqlizers have sent, those of their own tables included. */
    long rowsSent() {
        OffsetCounters sqlizer = counters(Stage.SQLIZER);
        return sqlizer.get("rows") + sqlizer.get("altered") + sqlizer.get("pieces");
    }

    /** Rows that the batchers have taken or refused. */
    long rowsTaken() {
        OffsetCounters batcher = counters(Stage.BATCHER);
        return batcher.get("rows") + batcher.get("refused");
    }

    /** Chunks on the events topics, ever. */
    long chunks() {
        return ends.entrySet().stream()
                .filter(it -> isEvents(it.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Chunks that no sqlizer has committed. */
    long chunksWaiting() {
        return ends.entrySet().stream()
                .filter(it -> isEvents(it.getKey()))
                .mapToLong(it -> Math.max(0, it.getValue() - read(Stage.SQLIZER, it.getKey())))
                .sum();
    }

    /** How far a stage has read; 0 where it has committed nothing yet. */
    long read(Stage stage, TopicPartition partition) {
        return Optional.ofNullable(committed.getOrDefault(stage, Map.of()).get(partition))
                .map(OffsetAndMetadata::offset)
                .orElse(0L);
    }

    static boolean isEvents(TopicPartition partition) {
        return Topics.parse(partition.topic())
                .filter(it -> it.kind() == Topics.Kind.EVENTS)
                .isPresent();
    }
}
