package io.sluice.kafka;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.StickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The properties of our clients, each with the reason where it differs from Kafka's default. */
final class ClientProperties {
    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final int FETCH_MAX_BYTES = 16 * 1024 * 1024;

    private ClientProperties() {}

    private static Map<String, Object> common(KafkaSettings kafka) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        // Our own metrics tell how the stages fare. A bean for each of the hundreds of metrics of
        // each client is a good part of the time that a start takes.
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        // A client that gets no useful metadata begins anew from the bootstrap servers this soon;
        // Kafka's default is 5 minutes, and a stage would stand still for as long.
        properties.put(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG, 2_000);
        // As large as the system lets them grow: 64 KiB, Kafka's default, is less than a chunk.
        properties.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, -1);
        properties.put(CommonClientConfigs.SEND_BUFFER_CONFIG, -1);
        properties.putAll(kafka.client());
        return properties;
    }

    static Map<String, Object> consumer(PollLoop.Config config) {
        Map<String, Object> properties = common(config.kafka());
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Balances over the topics of all apps, and moves few partitions. Not the cooperative kind:
        // it gives partitions away in two rebalances, and a static member that begins anew between
        // them gets its old part back without the second. What it had given up then belongs to
        // nobody, for ever.
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                StickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 300_000);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxPollRecords());
        // The topics of a new app are found this soon.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2_000);
        // Chunks are large; one fetch should bring several.
        properties.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Math.max(FETCH_BYTES, config.kafka().maxRequestBytes()));
        // What may wait in the consumer, for each broker.
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_MAX_BYTES);
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.putAll(config.extra());
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, config.name());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, config.groupId());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.name());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A reset would step over records that are gone without a word: see Gaps.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    /** Of a consumer without group, that goes on behind what is gone: its caller knows the gaps. */
    static Map<String, Object> reader(KafkaSettings kafka) {
        Map<String, Object> properties = common(kafka);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return properties;
    }

    static Map<String, Object> producer(KafkaSettings kafka, ProducerSettings limits) {
        Map<String, Object> properties = common(kafka);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Whatever a producer has wrongly in mind about leaders ends this soon, not in 5 minutes.
        properties.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, 10_000);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, kafka.maxRequestBytes());
        properties.put(ProducerConfig.LINGER_MS_CONFIG, limits.linger().toMillis());
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, limits.batchBytes());
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, limits.bufferBytes());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limits.maxBlock().toMillis());
        properties.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) limits.requestTimeout().toMillis());
        properties.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) limits.deliveryTimeout().toMillis());
        return properties;
    }

    static Properties admin(KafkaSettings kafka) {
        Properties properties = new Properties();
        properties.putAll(common(kafka));
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return properties;
    }
}
