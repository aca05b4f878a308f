package io.sluice.events;

/**
 * Where an event lies on Kafka.
 *
 * @param topic the events topic
 * @param partition its partition, from 0
 * @param offset the record's offset
 * @param position the event's place in the record, from 0
 */
public record Origin(String topic, int partition, long offset, int position) {}
