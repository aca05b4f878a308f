package io.sluice.loadtest;

import java.util.Comparator;
import java.util.List;

/**
 * One measured pass.
 *
 * @param events that went through
 * @param bytes of these events as JSON, line ends included
 * @param nanos by the clock on the wall
 * @param cpuNanos of all threads of the measured process; 0 where it was not measured
 */
record Round(long events, long bytes, long nanos, long cpuNanos) {
    private static final double SECOND = 1e9;

    double eventsPerSecond() {
        return events * SECOND / nanos;
    }

    double megabytesPerSecond() {
        return bytes * SECOND / nanos / 1e6;
    }

    double cpuMicrosPerEvent() {
        return cpuNanos / 1e3 / events;
    }

    /** The round of the middle rate; of an even number the slower of the two. */
    static Round median(List<Round> rounds) {
        List<Round> sorted =
                rounds.stream().sorted(Comparator.comparingDouble(Round::eventsPerSecond)).toList();
        return sorted.get((sorted.size() - 1) / 2);
    }
}
