package io.sluice.kafka;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.Map;

/** Makes producers that are not transactional. */
public final class ProducerFactory {
    private ProducerFactory() {}

    /** {@link #idempotent(KafkaSettings, ProducerSettings)} with {@link ProducerSettings#door}. */
    public static Producer<byte[], byte[]> idempotent(KafkaSettings kafka) {
        return idempotent(kafka, ProducerSettings.door());
    }

    /**
     * A producer that acknowledges what all in-sync replicas have, once each within its session. It
     * is thread-safe. Construct it off the event loop. The first send to a topic waits for
     * metadata, up to {@code maxBlock}, and fails if that is too short: ask {@code partitionsFor},
     * which is bounded in the same way, again and again off the event loop before.
     */
    public static Producer<byte[], byte[]> idempotent(
            KafkaSettings kafka, ProducerSettings limits) {
        Map<String, Object> properties = ClientProperties.producer(kafka, limits);
        // A broker that is about to open a new partition refuses the first request and may take the
        // second; the first can then never follow (out of order), and fails after deliveryTimeout.
        // Brokers guard transactional producers against this, others not. It costs little: a broker
        // works on one request of a connection at a time anyway.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return new KafkaProducer<>(
                properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
