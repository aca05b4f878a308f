package io.sluice.kafka;

import java.util.Map;

/**
 * How to reach Kafka, and how large an event may be: the one size that all other sizes follow from.
 *
 * @param bootstrapServers {@code host:port}, several separated by commas; not blank
 * @param maxEventBytes bytes that one event may have, {@value #MIN_EVENT_BYTES} to {@value
 *     #MAX_EVENT_BYTES}
 * @param client more properties for every client (SASL, TLS); the values are kept out of {@link
 *     #toString}
 */
public record KafkaSettings(
        String bootstrapServers, int maxEventBytes, Map<String, String> client) {
    public static final int DEFAULT_MAX_EVENT_BYTES = 512 * 1024;
    public static final int MIN_EVENT_BYTES = 1024;
    public static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    /** What the headers and the framing of one record may take beside its value. */
    public static final int HEADER_ALLOWANCE = 64 * 1024;

    private static final int RECORD_PER_EVENT = 4;

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is blank: give host:port");
        }
        if (maxEventBytes < MIN_EVENT_BYTES || maxEventBytes > MAX_EVENT_BYTES) {
            throw new IllegalArgumentException(
                    "maxEventBytes is %d: allowed is %d to %d"
                            .formatted(maxEventBytes, MIN_EVENT_BYTES, MAX_EVENT_BYTES));
        }
        client = Map.copyOf(client);
    }

    /** The settings of a plain cluster with the default event size. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, DEFAULT_MAX_EVENT_BYTES, Map.of());
    }

    /** Bytes that the value of one record may have: four times the event limit. */
    public int maxRecordBytes() {
        return RECORD_PER_EVENT * maxEventBytes;
    }

    /**
     * Bytes of one record with headers: max.request.size of producers, max.message.bytes of topics.
     */
    public int maxRequestBytes() {
        return maxRecordBytes() + HEADER_ALLOWANCE;
    }

    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=%s, maxEventBytes=%d, client=%s]"
                .formatted(bootstrapServers, maxEventBytes, client.keySet());
    }
}
