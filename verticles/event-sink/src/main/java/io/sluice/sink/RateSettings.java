package io.sluice.sink;

import io.sluice.registry.AppSettings;
import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * How much this process takes of one app. The registry may say otherwise of an app.
 *
 * @param eventsPerSecond events, broken ones too, over time; {@link #NO_LIMIT} for any number
 * @param bytesPerSecond bytes of bodies, inflated, over time; {@link #NO_LIMIT} for any number
 * @param burst for how long an app may save up what it did not send
 * @param sharePercent of the bytes in flight that one app may hold if it is alone, 1 to 100. An app
 *     may hold {@code s/(100-s)} times what is free, so there is always something left for the
 *     next; 100: any app may take all
 */
public record RateSettings(
        long eventsPerSecond, long bytesPerSecond, Duration burst, int sharePercent) {
    /** Any rate. */
    public static final long NO_LIMIT = 0;

    private static final long MOST_BYTES = 1L << 40;
    private static final int MOST_EVENTS = 1_000_000_000;

    static RateSettings read(Section section) {
        return new RateSettings(
                section.integer("events-per-second", (int) NO_LIMIT, 0, MOST_EVENTS),
                section.bytes("bytes-per-second", NO_LIMIT, 0, MOST_BYTES),
                section.duration(
                        "burst", Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofHours(1)),
                section.integer("share-of-in-flight", 50, 1, 100));
    }

    /** The same where the app has nothing of its own. */
    RateSettings with(AppSettings own) {
        return new RateSettings(
                own.eventsPerSecond().orElse(eventsPerSecond),
                own.bytesPerSecond().orElse(bytesPerSecond),
                burst,
                sharePercent);
    }
}
