package io.sluice.console.page;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * The limits of the page.
 *
 * @param maxSessions people signed in at once; one more ends the oldest session
 * @param sessionLimit how long after signing in one has to sign in again
 * @param failuresPerMinute wrong tokens from one address, before it has to wait for the minute's
 *     end
 * @param maxStreams pages that watch at once
 * @param refresh how often a page that is watched gets news
 * @param history how much of the past a page sees when it is opened
 */
public record PageSettings(
        int maxSessions,
        Duration sessionLimit,
        int failuresPerMinute,
        int maxStreams,
        Duration refresh,
        Duration history) {
    /** A working day; news every two seconds; ten minutes of the past. */
    public static final PageSettings DEFAULT =
            new PageSettings(
                    100,
                    Duration.ofHours(12),
                    10,
                    20,
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(10));

    /** Reads the section; what is wrong goes to its problems. */
    public static PageSettings read(Section section) {
        return new PageSettings(
                section.integer("max-sessions", DEFAULT.maxSessions, 1, 10_000),
                section.duration(
                        "session-limit",
                        DEFAULT.sessionLimit,
                        Duration.ofMinutes(1),
                        Duration.ofDays(30)),
                section.integer("failures-per-minute", DEFAULT.failuresPerMinute, 1, 10_000),
                section.integer("max-streams", DEFAULT.maxStreams, 1, 1_000),
                section.duration(
                        "refresh", DEFAULT.refresh, Duration.ofMillis(500), Duration.ofSeconds(10)),
                section.duration(
                        "history", DEFAULT.history, Duration.ofMinutes(1), Duration.ofHours(1)));
    }
}
