package io.sluice.franz;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * How the number of partitions follows the load.
 *
 * @param mode whether franz says what it would do, or does it
 * @param sample how often it looks
 * @param window how far back the busiest time is looked for
 * @param average over how long a rate is measured; a shorter burst is Kafka's to hold
 * @param eventsPerPartition events (or rows) a second that one consumer takes from a partition, as
 *     long as nothing was measured
 * @param bytesPerPartition bytes a second that a partition should get at most, as the broker keeps
 *     them
 * @param growAt percent of what the partitions take, from which on there should be more
 * @param aimAt percent that should be used when there are more; less than {@code growAt}
 * @param maxPartitions of one topic
 * @param coolDown between two growths of one topic
 */
public record SizingSettings(
        Mode mode,
        Duration sample,
        Duration window,
        Duration average,
        int eventsPerPartition,
        long bytesPerPartition,
        int growAt,
        int aimAt,
        int maxPartitions,
        Duration coolDown) {
    public static final SizingSettings DEFAULT =
            new SizingSettings(
                    Mode.ADVICE,
                    Duration.ofSeconds(10),
                    Duration.ofHours(1),
                    Duration.ofMinutes(5),
                    20_000,
                    5L << 20,
                    70,
                    50,
                    48,
                    Duration.ofMinutes(30));

    /** What becomes of the advice. */
    public enum Mode {
        /** It is told: findings, metrics, the log. */
        ADVICE,
        /** Topics grow by it. */
        AUTOMATIC
    }

    static SizingSettings read(Section section) {
        Duration second = Duration.ofSeconds(1);
        int growAt = section.integer("grow-at", DEFAULT.growAt, 10, 95);
        int aimAt = section.integer("aim-at", Math.min(DEFAULT.aimAt, growAt - 5), 5, 90);
        if (aimAt >= growAt) {
            section.problem(
                    "aim-at",
                    Integer.toString(aimAt),
                    "is not below grow-at (%d): topics would grow again and again"
                            .formatted(growAt),
                    "write, say, " + growAt * 2 / 3);
        }
        return new SizingSettings(
                section.choice("mode", Mode.class, DEFAULT.mode),
                section.duration("sample", DEFAULT.sample, second, Duration.ofMinutes(1)),
                section.duration(
                        "window", DEFAULT.window, second.multipliedBy(5), Duration.ofDays(1)),
                section.duration("average", DEFAULT.average, second, Duration.ofHours(1)),
                section.integer("events-per-partition", DEFAULT.eventsPerPartition, 1, 10_000_000),
                section.bytes("bytes-per-partition", DEFAULT.bytesPerPartition, 1024, 1L << 30),
                growAt,
                aimAt,
                section.integer(
                        "max-partitions", DEFAULT.maxPartitions, 1, FranzSettings.MAX_PARTITIONS),
                section.duration("cool-down", DEFAULT.coolDown, second, Duration.ofDays(7)));
    }
}
