package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A broker that was killed, and the transactions that were open then. */
class KilledBrokerIT {
    private static final String TOPIC = "rows";
    private static final String GROUP = "readers";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("sluice-devstack-");
    }

    @AfterEach
    void deleteFolder() {
        TempFolder.delete(folder);
    }

    /** Records and offsets: if the broker forgets either, readers stand still or miss rows. */
    @Test
    void endsThemInEveryPartition() throws Exception {
        ForkedKafka broker = ForkedKafka.start(folder, 0, "512m", Map.of());
        int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);
        try {
            try (Admin admin = admin(broker)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            }
            for (int i = 0; i < 3; i++) {
                leaveOpen(broker);
                broker.process().destroyForcibly().waitFor();
                broker = ForkedKafka.start(folder, port, "512m", Map.of());
                assertEnded(broker);
            }
        } finally {
            broker.close();
        }
    }

    private static Admin admin(ForkedKafka broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** A transaction that nobody will end but the broker, a second after it began. */
    private static void leaveOpen(ForkedKafka broker) throws Exception {
        Producer<String, String> producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker.bootstrapServers(),
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                "writer",
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                                1_000),
                        new StringSerializer(),
                        new StringSerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "row")).get();
            try (Consumer<String, String> consumer = consumer(broker)) {
                producer.sendOffsetsToTransaction(
                        Map.of(PARTITION, new OffsetAndMetadata(1)), consumer.groupMetadata());
            }
        } finally {
            // Without time for an abort.
            producer.close(Duration.ZERO);
        }
    }

    private static void assertEnded(ForkedKafka broker) {
        try (Admin admin = admin(broker);
                Consumer<String, String> consumer = consumer(broker)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .ignoreExceptions()
                    .untilAsserted(
                            () ->
                                    assertThat(end(admin, IsolationLevel.READ_COMMITTED))
                                            .isPositive()
                                            .isEqualTo(
                                                    end(admin, IsolationLevel.READ_UNCOMMITTED)));
            assertThat(consumer.committed(Set.of(PARTITION), LIMIT).get(PARTITION)).isNull();
        }
    }

    private static long end(Admin admin, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(
                        Map.of(PARTITION, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }

    private static Consumer<String, String> consumer(ForkedKafka broker) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
