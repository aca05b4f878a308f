package io.sluice.rows;

/**
 * What all events of one chunk share.
 *
 * @param receivedMicros when the door took it, microseconds since 1970
 * @param topic the events topic
 * @param partition its partition
 * @param offset the record's offset
 */
public record ChunkOrigin(long receivedMicros, String topic, int partition, long offset) {}
