package io.sluice.kafka;

import io.sluice.kafka.TopicState.PartitionState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.admin.KafkaAdminClient;
import io.vertx.kafka.admin.OffsetSpec;
import io.vertx.kafka.client.common.TopicPartition;

import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Asks for topics, makes and changes them. Thread-safe; futures complete on the caller's context.
 *
 * <p>vertx-kafka-client's admin does what it can; two calls go to the client that it wraps. It
 * cannot tell of a partition without a leader (its answer then never comes), and Kafka 4 has only
 * the incremental change of settings.
 */
public final class TopicAdmin {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MILLIS = 20;

    private final Vertx vertx;
    private final AdminClient wrapped;
    private final KafkaAdminClient client;

    private TopicAdmin(Vertx vertx, AdminClient wrapped) {
        this.vertx = vertx;
        this.wrapped = wrapped;
        client = KafkaAdminClient.create(vertx, wrapped);
    }

    /** Opens an admin client; nothing is sent yet. Fails at once only if no address can be read. */
    public static TopicAdmin create(Vertx vertx, KafkaSettings kafka) {
        return new TopicAdmin(vertx, AdminClient.create(ClientProperties.admin(kafka)));
    }

    /** Where topics and groups stand, over the same connections. */
    public TopicOffsets offsets() {
        return new TopicOffsets(vertx, wrapped);
    }

    /** The names of all topics but Kafka's own. */
    public Future<Set<String>> list() {
        return client.listTopics();
    }

    /**
     * What became of a change of many topics. Topics that were as wanted already are in neither.
     *
     * @param done those that this call has changed, and which answer
     * @param failed the reason, by topic
     */
    public record Outcome(Set<String> done, Map<String, Throwable> failed) {
        public Outcome {
            done = Set.copyOf(done);
            failed = Map.copyOf(failed);
        }
    }

    /**
     * Makes a topic, and waits until its partitions answer.
     *
     * @return true if this call made it, false if it was there, as it may be
     */
    public Future<Boolean> create(TopicSpec topic) {
        return create(List.of(topic)).compose(outcome -> only(topic, outcome));
    }

    /** Makes topics, and waits until their partitions answer; one call, whatever their number. */
    public Future<Outcome> create(Collection<TopicSpec> topics) {
        List<NewTopic> wanted =
                topics.stream()
                        .map(
                                it ->
                                        new NewTopic(
                                                        it.name(),
                                                        it.partitions(),
                                                        (short) it.replication())
                                                .configs(it.configs()))
                        .toList();
        return outcome(topics, wrapped.createTopics(wanted).values(), TopicExistsException.class);
    }

    /**
     * Gives a topic more partitions, and waits until they answer.
     *
     * @return true if this call did it, false if it had as many before
     */
    public Future<Boolean> grow(TopicSpec topic) {
        return grow(List.of(topic)).compose(outcome -> only(topic, outcome));
    }

    /** Gives topics more partitions, and waits until they answer. Never fewer: that is refused. */
    public Future<Outcome> grow(Collection<TopicSpec> topics) {
        Map<String, NewPartitions> more = new HashMap<>();
        topics.forEach(it -> more.put(it.name(), NewPartitions.increaseTo(it.partitions())));
        // Whoever was faster has made them: the cluster is looked at again after any change.
        return outcome(
                topics, wrapped.createPartitions(more).values(), InvalidPartitionsException.class);
    }

    /** Sets these settings, by topic, all of a topic or none; others stay as they are. */
    public Future<Outcome> configure(Map<String, Map<String, String>> values) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        values.forEach(
                (topic, settings) ->
                        changes.put(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                settings.entrySet().stream()
                                        .map(
                                                it ->
                                                        new AlterConfigOp(
                                                                new ConfigEntry(
                                                                        it.getKey(), it.getValue()),
                                                                AlterConfigOp.OpType.SET))
                                        .toList()));
        Map<String, KafkaFuture<Void>> asked = new HashMap<>();
        wrapped.incrementalAlterConfigs(changes)
                .values()
                .forEach((resource, future) -> asked.put(resource.name(), future));
        return settled(asked);
    }

    private static Future<Boolean> only(TopicSpec topic, Outcome outcome) {
        Throwable failure = outcome.failed().get(topic.name());
        return failure == null
                ? Future.succeededFuture(outcome.done().contains(topic.name()))
                : Future.failedFuture(failure);
    }

    private Future<Outcome> outcome(
            Collection<TopicSpec> topics,
            Map<String, KafkaFuture<Void>> asked,
            Class<? extends Throwable> asWanted) {
        long until = System.nanoTime() + ANSWER_LIMIT.toNanos();
        return settled(asked)
                .map(
                        it -> {
                            Map<String, Throwable> failed = new HashMap<>(it.failed());
                            failed.values().removeIf(asWanted::isInstance);
                            return new Outcome(it.done(), failed);
                        })
                .compose(
                        it -> {
                            List<TopicSpec> changed =
                                    topics.stream()
                                            .filter(topic -> it.done().contains(topic.name()))
                                            .toList();
                            return answers(changed, until).map(it);
                        });
    }

    private Future<Outcome> settled(Map<String, KafkaFuture<Void>> asked) {
        Map<String, Future<Void>> answers = new HashMap<>();
        asked.forEach((topic, future) -> answers.put(topic, ask(future)));
        return Future.join(List.copyOf(answers.values()))
                .transform(
                        all -> {
                            Set<String> done = new HashSet<>();
                            Map<String, Throwable> failed = new HashMap<>();
                            answers.forEach(
                                    (topic, answer) -> {
                                        if (answer.succeeded()) {
                                            done.add(topic);
                                        } else {
                                            failed.put(topic, reason(answer.cause()));
                                        }
                                    });
                            return Future.succeededFuture(new Outcome(done, failed));
                        });
    }

    /** A topic is made before its leaders serve it: asks them until they do. */
    private Future<Void> answers(Collection<TopicSpec> topics, long until) {
        if (topics.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (TopicSpec topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.LATEST);
            }
        }
        Set<String> names = topics.stream().map(TopicSpec::name).collect(Collectors.toSet());
        // Asked for a topic that it does not know of yet the client logs an error: list first.
        return list().compose(
                        all ->
                                all.containsAll(names)
                                        ? client.listOffsets(ends).<Void>mapEmpty()
                                        : Future.failedFuture(
                                                new UnknownTopicOrPartitionException(
                                                        names.toString())))
                .recover(failure -> again(failure, topics, until));
    }

    private Future<Void> again(Throwable failure, Collection<TopicSpec> topics, long until) {
        Throwable reason = reason(failure);
        if (reason instanceof AuthorizationException) {
            // We may make topics and not read from them: then nobody can tell.
            return Future.succeededFuture();
        }
        return reason instanceof RetriableException && System.nanoTime() - until < 0
                ? vertx.timer(PAUSE_MILLIS).compose(waited -> answers(topics, until))
                : Future.failedFuture(failure);
    }

    /** The client wraps some failures, some not. */
    private static Throwable reason(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** Those of the topics that exist, as they are, by name. */
    public Future<Map<String, TopicSpec>> describe(Collection<String> topics) {
        return states(topics)
                .map(
                        states -> {
                            Map<String, TopicSpec> specs = new HashMap<>();
                            states.forEach((name, state) -> specs.put(name, state.spec()));
                            return specs;
                        });
    }

    /** As {@link #describe}, with each partition's state; two calls for any number of topics. */
    public Future<Map<String, TopicState>> states(Collection<String> topics) {
        return list().compose(
                        all -> {
                            List<String> there = topics.stream().filter(all::contains).toList();
                            return there.isEmpty()
                                    ? Future.succeededFuture(Map.of())
                                    : statesOf(there);
                        });
    }

    private Future<Map<String, TopicState>> statesOf(List<String> topics) {
        return ask(wrapped.describeTopics(topics).allTopicNames())
                .compose(shapes -> configs(topics).map(configs -> join(shapes, configs)));
    }

    /** Settings by topic; empty where the cluster lets us not ask for them. */
    private Future<Optional<Map<String, Map<String, String>>>> configs(List<String> topics) {
        List<ConfigResource> resources =
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        return ask(wrapped.describeConfigs(resources).all())
                .map(TopicAdmin::valuesOf)
                .map(Optional::of)
                .recover(
                        failure ->
                                reason(failure) instanceof AuthorizationException
                                        ? Future.succeededFuture(Optional.empty())
                                        : Future.failedFuture(failure));
    }

    private static Map<String, Map<String, String>> valuesOf(Map<ConfigResource, Config> configs) {
        Map<String, Map<String, String>> settings = new HashMap<>();
        configs.forEach(
                (resource, config) -> {
                    Map<String, String> values = new HashMap<>();
                    for (ConfigEntry entry : config.entries()) {
                        // Sensitive values are not told.
                        if (entry.value() != null) {
                            values.put(entry.name(), entry.value());
                        }
                    }
                    settings.put(resource.name(), values);
                });
        return settings;
    }

    private static Map<String, TopicState> join(
            Map<String, TopicDescription> shapes,
            Optional<Map<String, Map<String, String>>> configs) {
        Map<String, TopicState> topics = new HashMap<>();
        shapes.forEach(
                (name, shape) ->
                        topics.put(
                                name,
                                new TopicState(
                                        name,
                                        shape.partitions().stream().map(TopicAdmin::state).toList(),
                                        configs.map(it -> it.getOrDefault(name, Map.of())))));
        return topics;
    }

    private static PartitionState state(TopicPartitionInfo partition) {
        Node leader = partition.leader();
        return new PartitionState(
                leader != null && !leader.isEmpty(),
                partition.replicas().size(),
                partition.isr().size());
    }

    private <T> Future<T> ask(KafkaFuture<T> asked) {
        return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
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
