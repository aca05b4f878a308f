package io.sluice.loadtest.measure;

import java.util.Comparator;
import java.util.List;

/**
 * One measured pass.
 *
 * @param events that went through
 * @param bytes of these events as JSON, line ends included
 * @param nanos by the clock on the wall
 * @param usage of what is measured, without its backends and clients where they are processes of
 *     their own
 */
public record Round(long events, long bytes, long nanos, Usage usage) {
    private static final double SECOND = 1e9;

    public double eventsPerSecond() {
        return events * SECOND / nanos;
    }

    public double megabytesPerSecond() {
        return bytes * SECOND / nanos / 1e6;
    }

    public double cpuMicrosPerEvent() {
        return usage.cpuNanos() / 1e3 / events;
    }

    /** The round of the middle rate; of an even number the slower of the two. */
    public static Round median(List<Round> rounds) {
        List<Round> sorted =
                rounds.stream().sorted(Comparator.comparingDouble(Round::eventsPerSecond)).toList();
        return sorted.get((sorted.size() - 1) / 2);
    }
}
