package io.sluice.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where groups and topics stand. Calls block, up to {@link #LIMIT}: never on an event loop.
 * Thread-safe. A broker that does not answer is a {@link KafkaException}.
 */
public final class GroupOffsets implements AutoCloseable {
    /** How long a call may take. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private final Admin admin;

    public GroupOffsets(KafkaSettings kafka) {
        admin = Admin.create(ClientProperties.admin(kafka));
    }

    /** What the group has committed, with its metadata; partitions without a commit are absent. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> all =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetAndMetadata> present = new HashMap<>();
        all.forEach(
                (partition, offset) -> {
                    if (offset != null) {
                        present.put(partition, offset);
                    }
                });
        return present;
    }

    /** The id of the cluster, that no other has. */
    public String clusterId() {
        return await(admin.describeCluster().clusterId());
    }

    /** The offset after the last record (or transaction marker) of each partition. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
    }

    /** As {@link #ends}, but not beyond the first record of a transaction that is open. */
    public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
        return offsets(
                partitions,
                OffsetSpec.latest(),
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
    }

    /** The offset of the oldest record that is kept of each partition. */
    public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    /** All partitions of a topic's name; empty if there is no such topic. */
    public Collection<TopicPartition> partitions(Collection<String> topics) {
        var existing = await(admin.listTopics().names());
        var wanted = topics.stream().filter(existing::contains).toList();
        return await(admin.describeTopics(wanted).allTopicNames()).values().stream()
                .flatMap(
                        topic ->
                                topic.partitions().stream()
                                        .map(p -> new TopicPartition(topic.name(), p.partition())))
                .toList();
    }

    /** How long and how much the existing ones of these topics keep, by name. */
    public Map<String, TopicRetention> retention(Collection<String> topics) {
        List<ConfigResource> resources =
                topics.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList();
        Map<String, TopicRetention> retention = new HashMap<>();
        await(admin.describeConfigs(resources).all())
                .forEach((topic, config) -> retention.put(topic.name(), TopicRetention.of(config)));
        return retention;
    }

    /** Bytes on disk of each partition, of its largest copy. */
    public Map<TopicPartition, Long> bytes(Collection<TopicPartition> partitions) {
        Collection<Integer> brokers =
                await(admin.describeCluster().nodes()).stream().map(Node::id).toList();
        Map<TopicPartition, Long> bytes = new HashMap<>();
        await(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
                .flatMap(broker -> broker.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(copy -> partitions.contains(copy.getKey()))
                .forEach(copy -> bytes.merge(copy.getKey(), copy.getValue().size(), Math::max));
        return bytes;
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions, which, new ListOffsetsOptions());
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                await(admin.listOffsets(wanted, options).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        found.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        } catch (ExecutionException failed) {
            throw new KafkaException("Kafka refused: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException late) {
            throw new KafkaException("Kafka did not answer within " + LIMIT, late);
        }
    }

    /** Disconnects. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
