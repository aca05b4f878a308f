package io.sluice.kafka;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes producers that are not transactional. */
public final class ProducerFactory {
    private ProducerFactory() {}

    /** {@link #idempotent(KafkaSettings, ProducerSettings)} with {@link ProducerSettings#door}. */
    public static Producer<byte[], byte[]> idempotent(KafkaSettings kafka) {
        return idempotent(kafka, ProducerSettings.door());
    }

    /**
     * A producer that acknowledges what all in-sync replicas have, once each within its session. It
     * is thread-safe. Construct it off the event loop; and ask {@code partitionsFor} of a topic
     * there before the first send, which otherwise waits for metadata, up to {@code maxBlock}.
     */
    public static Producer<byte[], byte[]> idempotent(
            KafkaSettings kafka, ProducerSettings limits) {
        return new KafkaProducer<>(
                ClientProperties.producer(kafka, limits),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
