package io.sluice.franz;

import io.sluice.kafka.Stage;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a topic was given and how its reader kept up, over some time. "Events" are what its records
 * hold: rows on a rows topic, units on the one of loads.
 *
 * @param partitions that it has now
 * @param span from the first sample to the last
 * @param peakEvents events a second in the busiest time
 * @param peakBytes bytes a second in the busiest time; empty where sizes are not known
 * @param events events a second lately
 * @param behind events that the reader has not read
 * @param lag how long the oldest of them has waited, as far back as samples go
 * @param perConsumer events a second of one consumer that had always more to read; empty where none
 *     was seen that had
 * @param skew how many times the average the busiest partition got lately; 1 where little came
 * @param busiest that partition
 */
public record TopicLoad(
        String topic,
        Stage stage,
        int partitions,
        Duration span,
        double peakEvents,
        OptionalDouble peakBytes,
        double events,
        double behind,
        Duration lag,
        OptionalDouble perConsumer,
        double skew,
        int busiest) {}
