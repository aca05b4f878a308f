package io.sluice.loadtest.rig;

import io.sluice.kafka.KafkaSettings;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Kafka clients for feeding, for yardsticks and for counting: plain ones, with the sizes that Kafka
 * gives them, and others with the sizes that Sluice's own clients have.
 */
public final class Clients {
    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final int BATCH_BYTES = 256 * 1024;

    private final KafkaSettings kafka;

    /** Clients of this broker. */
    public Clients(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** Makes topics of one copy. */
    public void topics(List<String> names, int partitions) throws InterruptedException {
        Map<String, String> sizes =
                Map.of("max.message.bytes", Integer.toString(kafka.maxRequestBytes()));
        List<NewTopic> topics =
                names.stream()
                        .map(name -> new NewTopic(name, partitions, (short) 1).configs(sizes))
                        .toList();
        try (Admin admin = Admin.create(common())) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("no topics " + names, failed.getCause());
        }
    }

    /** Takes all members out of a group, also those that would be waited for. */
    public void removeMembers(String group) throws InterruptedException {
        if (partitionsOfMembers(group).isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(common())) {
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("members stay in " + group, failed.getCause());
        }
    }

    /** How many partitions each member of a group reads. */
    public List<Integer> partitionsOfMembers(String group) throws InterruptedException {
        try (Admin admin = Admin.create(common())) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(it -> it.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("no group " + group, failed.getCause());
        }
    }

    /** How many partitions a topic has. */
    public int partitionsOf(String topic) {
        try (KafkaProducer<byte[], byte[]> any = producer(Map.of())) {
            return any.partitionsFor(topic).size();
        }
    }

    /** A producer with lz4 and acks=all, and all else as Kafka has it. */
    public KafkaProducer<byte[], byte[]> plainProducer() {
        Map<String, Object> properties = common();
        properties.put("acks", "all");
        properties.put("compression.type", "lz4");
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that is as Kafka has it, of these partitions from their beginning. */
    public KafkaConsumer<byte[], byte[]> plainConsumer(
            String group, List<TopicPartition> partitions) {
        Map<String, Object> properties = common();
        properties.put("group.id", group);
        properties.put("enable.auto.commit", false);
        return atBeginning(properties, partitions);
    }

    /** A producer with lz4 and acks=all, and more properties. */
    public KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = common();
        properties.put("acks", "all");
        properties.put("compression.type", "lz4");
        properties.put("linger.ms", 5);
        properties.put("batch.size", BATCH_BYTES);
        properties.put("buffer.memory", 64L * 1024 * 1024);
        properties.put("max.request.size", kafka.maxRequestBytes());
        properties.putAll(more);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that has these partitions, at their beginning, and sees what is committed. */
    public KafkaConsumer<byte[], byte[]> consumer(String group, List<TopicPartition> partitions) {
        return consumer(group, partitions, 10_000);
    }

    /**
     * A consumer that has these partitions, at their beginning, and sees what is committed.
     *
     * @param maxPollRecords few where records may be large: a poll holds them all
     */
    public KafkaConsumer<byte[], byte[]> consumer(
            String group, List<TopicPartition> partitions, int maxPollRecords) {
        Map<String, Object> properties = common();
        properties.put("group.id", group);
        properties.put("enable.auto.commit", false);
        properties.put("isolation.level", "read_committed");
        properties.put("max.poll.records", maxPollRecords);
        properties.put("max.partition.fetch.bytes", FETCH_BYTES);
        properties.put("fetch.max.bytes", 4 * FETCH_BYTES);
        properties.put("fetch.max.wait.ms", 50);
        return atBeginning(properties, partitions);
    }

    private static KafkaConsumer<byte[], byte[]> atBeginning(
            Map<String, Object> properties, List<TopicPartition> partitions) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Whether the consumer has read its partitions to their present end. */
    public static boolean atEnd(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Every n-th partition of a topic, from the first given on. */
    public static List<TopicPartition> partitions(String topic, int count, int first, int step) {
        return new ArrayList<>(
                IntStream.iterate(first, i -> i < count, i -> i + step)
                        .mapToObj(i -> new TopicPartition(topic, i))
                        .toList());
    }

    private Map<String, Object> common() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("enable.metrics.push", false);
        return properties;
    }
}
