package io.sluice.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.Config;
import io.vertx.kafka.admin.ConfigEntry;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.NewTopic;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.admin.TopicDescription;
import io.vertx.kafka.client.common.ConfigResource;
import io.vertx.kafka.client.common.TopicPartition;

import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Asks for topics and makes them. Thread-safe; futures complete on the caller's context. */
public final class TopicAdmin {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 20;

    private final Vertx vertx;
    private final KafkaAdminClient client;

    private TopicAdmin(Vertx vertx, KafkaAdminClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** Opens an admin client; nothing is sent yet. Fails at once only if no address can be read. */
    public static TopicAdmin create(Vertx vertx, KafkaSettings kafka) {
        return new TopicAdmin(vertx, KafkaAdminClient.create(vertx, ClientProperties.admin(kafka)));
    }

    /** The names of all topics but Kafka's own. */
    public Future<Set<String>> list() {
        return client.listTopics();
    }

    /**
     * Makes a topic, and waits until its partitions answer.
     *
     * @return true if this call made it, false if it was there, as it may be
     */
    public Future<Boolean> create(TopicSpec topic) {
        NewTopic wanted =
                new NewTopic(topic.name(), topic.partitions(), (short) topic.replication())
                        .setConfig(topic.configs());
        return client.createTopics(List.of(wanted))
                .compose(made -> answers(topic, System.nanoTime() + ANSWER_LIMIT.toNanos()))
                .map(true)
                .recover(
                        failure ->
                                reason(failure) instanceof TopicExistsException
                                        ? Future.succeededFuture(false)
                                        : Future.failedFuture(failure));
    }

    /** A topic is made before its leaders serve it: asks them until they do. */
    private Future<Void> answers(TopicSpec topic, long until) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.LATEST);
        }
        // Asked for a topic that it does not know of yet the client logs an error: list first.
        return list().compose(
                        all ->
                                all.contains(topic.name())
                                        ? client.listOffsets(ends).<Void>mapEmpty()
                                        : Future.failedFuture(
                                                new UnknownTopicOrPartitionException(topic.name())))
                .recover(
                        failure ->
                                reason(failure) instanceof RetriableException
                                                && System.nanoTime() - until < 0
                                        ? vertx.timer(PAUSE_MILLIS)
                                                .compose(waited -> answers(topic, until))
                                        : Future.failedFuture(failure));
    }

    /** The client wraps some failures, some not. */
    private static Throwable reason(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** Those of the topics that exist, as they are, by name. */
    public Future<Map<String, TopicSpec>> describe(Collection<String> topics) {
        return list().compose(
                        all -> {
                            List<String> there = topics.stream().filter(all::contains).toList();
                            return there.isEmpty()
                                    ? Future.succeededFuture(Map.of())
                                    : describeExisting(there);
                        });
    }

    private Future<Map<String, TopicSpec>> describeExisting(List<String> topics) {
        List<ConfigResource> resources =
                topics.stream()
                        .map(
                                topic ->
                                        new ConfigResource(
                                                org.apache.kafka.common.config.ConfigResource.Type
                                                        .TOPIC,
                                                topic))
                        .toList();
        return client.describeTopics(topics)
                .compose(
                        shapes ->
                                client.describeConfigs(resources)
                                        .map(configs -> join(shapes, configs)));
    }

    private static Map<String, TopicSpec> join(
            Map<String, TopicDescription> shapes, Map<ConfigResource, Config> configs) {
        Map<String, Map<String, String>> settings = new HashMap<>();
        configs.forEach(
                (resource, config) -> {
                    Map<String, String> values = new HashMap<>();
                    for (ConfigEntry entry : config.getEntries()) {
                        // Sensitive values are not told.
                        if (entry.getValue() != null) {
                            values.put(entry.getName(), entry.getValue());
                        }
                    }
                    settings.put(resource.getName(), values);
                });
        Map<String, TopicSpec> topics = new HashMap<>();
        shapes.forEach(
                (name, shape) ->
                        topics.put(
                                name,
                                new TopicSpec(
                                        name,
                                        shape.getPartitions().size(),
                                        shape.getPartitions().getFirst().getReplicas().size(),
                                        settings.getOrDefault(name, Map.of()))));
        return topics;
    }

    /** How many brokers answer. */
    public Future<Integer> brokers() {
        return client.describeCluster().map(cluster -> cluster.getNodes().size());
    }

    /** Disconnects. */
    public Future<Void> close() {
        return client.close();
    }
}
