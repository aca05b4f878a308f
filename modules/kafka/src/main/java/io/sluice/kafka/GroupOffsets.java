package io.sluice.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
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

    /** The offset after the last record (or transaction marker) of each partition. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest());
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

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which));
        Map<TopicPartition, ListOffsetsResultInfo> found = await(admin.listOffsets(wanted).all());
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
