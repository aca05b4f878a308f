package io.sluice.faults.fault;

import io.sluice.faults.load.App;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/** What others than Sluice do to its Kafka: through no proxy. */
final class Foreign {
    private static final Duration HANGS_FOR = Duration.ofSeconds(30);
    private static final int MOST_PARTITIONS = 10;

    private Foreign() {}

    static Admin admin(Scene scene) {
        return Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, scene.rig().broker().address()));
    }

    static KafkaProducer<byte[], byte[]> producer(Scene scene, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, scene.rig().broker().address());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 << 20);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static App anyApp(Random random) {
        return App.values()[random.nextInt(App.values().length)];
    }

    /** Readers of the partition wait until Kafka itself aborts it. */
    static Fired hangingTransaction(Scene scene, Random random)
            throws ExecutionException, InterruptedException {
        String id = "foreign-" + random.nextInt(Integer.MAX_VALUE);
        KafkaProducer<byte[], byte[]> producer =
                producer(
                        scene,
                        Map.of(
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                id,
                                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                                (int) HANGS_FOR.toMillis()));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(
                        new ProducerRecord<>(
                                Topics.rows(anyApp(random).word()),
                                random.nextInt(4),
                                null,
                                new byte[100]))
                .get();
        // At once: so it says nothing to the broker.
        producer.close(Duration.ZERO);
        try (Admin admin = admin(scene)) {
            TransactionState state =
                    admin.describeTransactions(List.of(id)).description(id).get().state();
            return state == TransactionState.ONGOING
                    ? Fired.DONE
                    : new Fired.Missed("the transaction does not hang: " + state);
        }
    }

    static Fired morePartitions(Scene scene, Random random)
            throws ExecutionException, InterruptedException {
        String app = anyApp(random).word();
        List<String> topics = List.of(Topics.events(app), Topics.rows(app));
        try (Admin admin = admin(scene)) {
            int now =
                    admin.describeTopics(topics).allTopicNames().get().values().stream()
                            .mapToInt(it -> it.partitions().size())
                            .max()
                            .orElseThrow();
            if (now >= MOST_PARTITIONS) {
                return new Fired.Missed("there are enough");
            }
            Map<String, NewPartitions> more = new HashMap<>();
            topics.forEach(it -> more.put(it, NewPartitions.increaseTo(now + 1)));
            admin.createPartitions(more).all().get();
            return Fired.DONE;
        }
    }
}
