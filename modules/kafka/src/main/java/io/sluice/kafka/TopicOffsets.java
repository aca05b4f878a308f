package io.sluice.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where topics and groups stand, asked without blocking: one call of the client for any number of
 * partitions. Thread-safe; futures complete on the caller's context. {@link GroupOffsets} is the
 * same for threads that may block.
 */
public final class TopicOffsets {
    private final Vertx vertx;
    private final Admin admin;

    TopicOffsets(Vertx vertx, Admin admin) {
        this.vertx = vertx;
        this.admin = admin;
    }

    /** The offset after the last record of each partition. */
    public Future<Map<TopicPartition, Long>> ends(Collection<TopicPartition> partitions) {
        return offsets(all(partitions, OffsetSpec.latest()));
    }

    /**
     * The first record of each partition that the broker got at that time or later; -1 where there
     * is none.
     *
     * @param millis by partition, since 1970
     */
    public Future<Map<TopicPartition, Long>> since(Map<TopicPartition, Long> millis) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        millis.forEach((partition, time) -> wanted.put(partition, OffsetSpec.forTimestamp(time)));
        return offsets(wanted);
    }

    private static Map<TopicPartition, OffsetSpec> all(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        return partitions.stream().collect(Collectors.toMap(Function.identity(), it -> which));
    }

    private Future<Map<TopicPartition, Long>> offsets(Map<TopicPartition, OffsetSpec> wanted) {
        return wanted.isEmpty()
                ? Future.succeededFuture(Map.of())
                : ask(admin.listOffsets(wanted).all()).map(TopicOffsets::offsetsOf);
    }

    private static Map<TopicPartition, Long> offsetsOf(
            Map<TopicPartition, ListOffsetsResultInfo> found) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** What each of the groups has committed; partitions without a commit are absent. */
    public Future<Map<String, Map<TopicPartition, OffsetAndMetadata>>> committed(
            Collection<String> groups) {
        List<Future<Map<TopicPartition, OffsetAndMetadata>>> asked =
                groups.stream()
                        .map(
                                group ->
                                        ask(
                                                admin.listConsumerGroupOffsets(group)
                                                        .partitionsToOffsetAndMetadata()))
                        .toList();
        return Future.all(asked)
                .map(
                        done -> {
                            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                                    new HashMap<>();
                            int next = 0;
                            for (String group : groups) {
                                committed.put(group, asked.get(next++).result());
                            }
                            return committed;
                        });
    }

    /** How many consumers each of the groups has now; 0 for one that is not there. */
    public Future<Map<String, Integer>> members(Collection<String> groups) {
        return ask(admin.listGroups().valid())
                .map(listed -> listed.stream().map(it -> it.groupId()).toList())
                .map(listed -> groups.stream().filter(listed::contains).toList())
                .compose(
                        there ->
                                there.isEmpty()
                                        ? Future.succeededFuture(Map.of())
                                        : ask(admin.describeConsumerGroups(there).all()))
                .map(
                        described -> {
                            Map<String, Integer> members = new HashMap<>();
                            groups.forEach(group -> members.put(group, 0));
                            described.forEach(
                                    (group, it) -> members.put(group, it.members().size()));
                            return members;
                        });
    }

    /** Bytes on disk of every partition of the cluster, of its largest copy. */
    public Future<Map<TopicPartition, Long>> bytes() {
        return ask(admin.describeCluster().nodes())
                .compose(
                        nodes ->
                                ask(
                                        admin.describeLogDirs(nodes.stream().map(Node::id).toList())
                                                .allDescriptions()))
                .map(
                        brokers -> {
                            Map<TopicPartition, Long> bytes = new HashMap<>();
                            brokers.values().stream()
                                    .flatMap(folders -> folders.values().stream())
                                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                                    .forEach(
                                            copy ->
                                                    bytes.merge(
                                                            copy.getKey(),
                                                            copy.getValue().size(),
                                                            Math::max));
                            return bytes;
                        });
    }

    private <T> Future<T> ask(KafkaFuture<T> asked) {
        return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
    }
}
