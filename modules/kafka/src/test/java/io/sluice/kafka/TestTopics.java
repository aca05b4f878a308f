package io.sluice.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A source and a target topic of a test's own, with something to write and to read them. */
final class TestTopics implements AutoCloseable {
    private final String app = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final int partitions;
    private final KafkaSettings kafka;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> reader;

    TestTopics(KafkaSettings kafka, int partitions) {
        this.kafka = kafka;
        this.partitions = partitions;
        producer =
                ProducerFactory.idempotent(
                        kafka,
                        new ProducerSettings(
                                Duration.ofMillis(5),
                                1 << 14,
                                1 << 25,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10)));
        reader =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka.bootstrapServers(),
                                "group.id",
                                "reader-" + app,
                                "enable.auto.commit",
                                "false",
                                "isolation.level",
                                "read_committed",
                                "metadata.recovery.rebootstrap.trigger.ms",
                                "1000"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    String app() {
        return app;
    }

    String source() {
        return Topics.events(app);
    }

    String target() {
        return Topics.rows(app);
    }

    /** The source, and those made later. */
    Pattern sourcePattern() {
        return Pattern.compile("sluice\\." + app + "[a-z]*\\.events");
    }

    List<TopicPartition> sourcePartitions() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(source(), partition))
                .toList();
    }

    void create() {
        create(List.of(source(), target()));
        TopicPartition only = new TopicPartition(target(), 0);
        reader.assign(List.of(only));
        reader.seekToBeginning(List.of(only));
    }

    TopicPartition createAnotherSource() {
        String topic = Topics.events(app + "late");
        create(List.of(topic));
        return new TopicPartition(topic, 0);
    }

    private void create(Collection<String> names) {
        try (Admin admin = Admin.create(ClientProperties.admin(kafka))) {
            List<NewTopic> topics =
                    names.stream()
                            .map(
                                    name ->
                                            new NewTopic(
                                                    name,
                                                    name.equals(source()) ? partitions : 1,
                                                    (short) 1))
                            .toList();
            admin.createTopics(topics).all().get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Sends the numbers from (inclusive) to (exclusive) as texts. */
    void send(int from, int to) {
        for (int number = from; number < to; number++) {
            byte[] text = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(source(), number % partitions, null, text));
        }
        producer.flush();
    }

    /** Deletes the records before an offset, as retention would. */
    void deleteBefore(TopicPartition partition, long offset) {
        try (Admin admin = Admin.create(ClientProperties.admin(kafka))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Commits an offset from outside of a group that has no members. */
    void commit(String group, TopicPartition partition, OffsetAndMetadata offset) {
        try (Admin admin = Admin.create(ClientProperties.admin(kafka))) {
            admin.alterConsumerGroupOffsets(group, Map.of(partition, offset)).all().get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What has newly come to the target and is committed. */
    List<String> readTarget() {
        List<String> texts = new ArrayList<>();
        reader.poll(Duration.ofMillis(200))
                .forEach(record -> texts.add(new String(record.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    ConsumerGroupMetadata readerGroup() {
        return reader.groupMetadata();
    }

    @Override
    public void close() {
        producer.close();
        reader.close();
    }
}
