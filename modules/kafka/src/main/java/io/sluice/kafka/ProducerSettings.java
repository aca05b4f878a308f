package io.sluice.kafka;

import java.time.Duration;

/**
 * Limits of a producer.
 *
 * @param linger how long a record may wait for others of its partition
 * @param batchBytes bytes after which a batch goes out at once
 * @param bufferBytes bytes that may wait in all; then {@code send} blocks for {@code maxBlock}
 * @param maxBlock how long a call may block: send with a full buffer, start and end of a
 *     transaction
 * @param requestTimeout how long to wait for a broker's answer before the request is sent again
 * @param deliveryTimeout from send to success or failure, retries included; at least linger plus
 *     requestTimeout
 */
public record ProducerSettings(
        Duration linger,
        int batchBytes,
        long bufferBytes,
        Duration maxBlock,
        Duration requestTimeout,
        Duration deliveryTimeout) {
    private static final int BATCH_BYTES = 256 * 1024;

    /** A chunk of rows with its framing fits, so that the producer's buffers can be used again. */
    private static final int ROWS_BATCH_BYTES = BATCH_BYTES + 16 * 1024;

    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    public ProducerSettings {
        if (deliveryTimeout.compareTo(linger.plus(requestTimeout)) < 0) {
            throw new IllegalArgumentException(
                    "deliveryTimeout %s is below linger %s + requestTimeout %s"
                            .formatted(deliveryTimeout, linger, requestTimeout));
        }
    }

    /**
     * For a producer that event loops call: what is sent has waited already, and it hardly blocks.
     */
    public static ProducerSettings door() {
        return new ProducerSettings(
                Duration.ZERO,
                BATCH_BYTES,
                BUFFER_BYTES,
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    /** For a {@link TransactionalWriter}: it fails before the transaction would time out. */
    public static ProducerSettings transactional() {
        return new ProducerSettings(
                Duration.ofMillis(5),
                ROWS_BATCH_BYTES,
                BUFFER_BYTES,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(12));
    }
}
