package io.sluice.console.live;

import io.sluice.kafka.Stage;
import io.sluice.kafka.TopicAdmin;
import io.sluice.kafka.TopicOffsets;
import io.sluice.kafka.TopicSpec;
import io.sluice.kafka.Topics;
import io.vertx.core.Future;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Reads where the stages stand: a handful of calls, however many apps there are. On one event loop,
 * one reading at a time.
 */
final class KafkaReader {
    /** A topic is made or grows seldom: so many readings go by before topics are listed again. */
    private static final int LIST_EVERY = 10;

    private static final long LIMIT_MILLIS = 8_000;

    private final TopicAdmin admin;
    private final TopicOffsets offsets;
    private Set<TopicPartition> known = Set.of();
    private int readings;

    KafkaReader(TopicAdmin admin) {
        this.admin = admin;
        this.offsets = admin.offsets();
    }

    /** Fails where Kafka does not answer in time. */
    Future<Reading> read() {
        List<String> groups = Stage.groups();
        // What reads comes before what is read: nothing is waited for that was not there.
        return partitions()
                .compose(
                        partitions ->
                                offsets.committed(groups)
                                        .compose(
                                                committed ->
                                                        offsets.members(groups)
                                                                .compose(
                                                                        members ->
                                                                                ended(
                                                                                        partitions,
                                                                                        committed,
                                                                                        members))))
                .timeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private Future<Reading> ended(
            Set<TopicPartition> partitions,
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
            Map<String, Integer> members) {
        return offsets.ends(partitions)
                .map(
                        ends ->
                                new Reading(
                                        System.currentTimeMillis(),
                                        byStage(committed),
                                        ends,
                                        counts(it -> members.getOrDefault(it.group(), 0))));
    }

    private static Map<Stage, Map<TopicPartition, OffsetAndMetadata>> byStage(
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        Map<Stage, Map<TopicPartition, OffsetAndMetadata>> stages = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Map<TopicPartition, OffsetAndMetadata> present =
                    new HashMap<>(committed.getOrDefault(stage.group(), Map.of()));
            present.values().removeIf(it -> it == null);
            stages.put(stage, present);
        }
        return stages;
    }

    private static Map<Stage, Integer> counts(ToIntFunction<Stage> count) {
        Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            counts.put(stage, count.applyAsInt(stage));
        }
        return counts;
    }

    private Future<Set<TopicPartition>> partitions() {
        if (readings++ % LIST_EVERY != 0 && !known.isEmpty()) {
            return Future.succeededFuture(known);
        }
        return admin.list()
                .compose(names -> admin.describe(names.stream().filter(this::counts).toList()))
                .map(
                        specs -> {
                            known = partitionsOf(specs.values());
                            return known;
                        });
    }

    private boolean counts(String topic) {
        return topic.equals(Topics.LOADS)
                || Topics.parse(topic).filter(it -> it.kind() == Topics.Kind.EVENTS).isPresent();
    }

    private static Set<TopicPartition> partitionsOf(Collection<TopicSpec> specs) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (TopicSpec spec : specs) {
            for (int partition = 0; partition < spec.partitions(); partition++) {
                partitions.add(new TopicPartition(spec.name(), partition));
            }
        }
        return Set.copyOf(partitions);
    }
}
