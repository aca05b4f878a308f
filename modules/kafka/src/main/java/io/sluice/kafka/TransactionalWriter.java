package io.sluice.kafka;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Writes records and offsets in transactions, for one thread, such as that of a {@link PollLoop}.
 * Every method may throw a {@link KafkaException}, also one that tells that a successor has fenced
 * this writer; then let it escape to the loop, which makes everything anew.
 */
public final class TransactionalWriter implements AutoCloseable {
    /** How long the broker lets a transaction stay open; a hanging one stalls readers this long. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> sendError = new AtomicReference<>();
    private boolean open;

    /** {@link #TransactionalWriter(KafkaSettings, String, ProducerSettings)} with its defaults. */
    public TransactionalWriter(KafkaSettings kafka, String transactionalId) {
        this(kafka, transactionalId, ProducerSettings.transactional());
    }

    /**
     * Connects, and fences the predecessor: a transaction that it left open is aborted before this
     * returns. Blocks up to {@code limits.maxBlock()}.
     *
     * @param transactionalId the slot of the instance
     * @throws KafkaException if that does not succeed in time
     */
    public TransactionalWriter(
            KafkaSettings kafka, String transactionalId, ProducerSettings limits) {
        if (limits.deliveryTimeout().compareTo(TRANSACTION_TIMEOUT) >= 0) {
            throw new IllegalArgumentException(
                    "deliveryTimeout %s is not below the transaction's %s"
                            .formatted(limits.deliveryTimeout(), TRANSACTION_TIMEOUT));
        }
        Map<String, Object> properties = ClientProperties.producer(kafka, limits);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        producer =
                new KafkaProducer<>(
                        properties, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException failed) {
            producer.close(Duration.ZERO);
            throw failed;
        }
    }

    /**
     * Sends a record, in a transaction begun now if none is open. Blocks while the buffer is full.
     */
    public void send(ProducerRecord<byte[], byte[]> record) {
        begin();
        producer.send(
                record,
                (sent, error) -> {
                    if (error != null) {
                        sendError.compareAndSet(null, error);
                    }
                });
        checkSends();
    }

    /** Whether a transaction is open, thus whether records wait for a commit. */
    public boolean open() {
        return open;
    }

    /**
     * Commits the records sent, if any, together with these offsets, and waits for it. With nothing
     * sent and no offsets nothing happens.
     *
     * @param group the consumer's, of now: a member that lost its place is refused by it
     */
    public void commit(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        if (!open && offsets.isEmpty()) {
            return;
        }
        begin();
        if (!offsets.isEmpty()) {
            producer.sendOffsetsToTransaction(offsets, group);
        }
        // Throws too if a record could not be delivered.
        producer.commitTransaction();
        open = false;
        checkSends();
    }

    /** Commits the records sent, if any, without offsets, and waits for it. */
    public void commit() {
        if (open) {
            producer.commitTransaction();
            open = false;
            checkSends();
        }
    }

    /** Takes back what was sent since the last commit. */
    public void abort() {
        if (open) {
            producer.abortTransaction();
            open = false;
        }
        sendError.set(null);
    }

    private void begin() {
        checkSends();
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    private void checkSends() {
        Exception error = sendError.get();
        if (error != null) {
            throw new KafkaException("A record of this transaction was not delivered", error);
        }
    }

    /** Aborts what is open, within two seconds, and disconnects. */
    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
