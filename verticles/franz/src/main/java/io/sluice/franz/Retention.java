package io.sluice.franz;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * How long records are kept on each kind of topic; {@link #FOREVER} keeps them without end.
 *
 * @param events long enough to replay after a mistake in what comes behind
 * @param rows long enough for a batcher to come back
 * @param dead long enough for a person to look
 * @param loads long enough for a loader to come back
 * @param archive long enough to tell published archive units from those that were given up; the
 *     bucket itself needs none of it
 */
public record Retention(
        Duration events, Duration rows, Duration dead, Duration loads, Duration archive) {
    public static final Duration FOREVER = Duration.ZERO;
    public static final Retention DEFAULT =
            new Retention(
                    Duration.ofDays(7),
                    Duration.ofDays(3),
                    Duration.ofDays(30),
                    Duration.ofDays(30),
                    Duration.ofDays(30));

    /** Nothing ever goes: for a data folder that answers for all that it was ever sent. */
    public static final Retention UNLIMITED =
            new Retention(FOREVER, FOREVER, FOREVER, FOREVER, FOREVER);

    private static final Duration LONGEST = Duration.ofDays(3650);

    static Retention read(Section section, Retention fallback) {
        return new Retention(
                read(section, "events", fallback.events),
                read(section, "rows", fallback.rows),
                read(section, "dead", fallback.dead),
                read(section, "loads", fallback.loads),
                read(section, "archive", fallback.archive));
    }

    private static Duration read(Section section, String key, Duration fallback) {
        return section.duration(key, fallback, FOREVER, LONGEST);
    }
}
