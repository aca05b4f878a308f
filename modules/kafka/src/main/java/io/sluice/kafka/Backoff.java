package io.sluice.kafka;

import org.apache.kafka.common.errors.FencedInstanceIdException;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between the tries of one loop; for its thread only. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private int failures;

    /**
     * The pause after a failure: doubled from {@link #FIRST} up to {@link #LONGEST}, less a random
     * part of up to a fifth.
     *
     * @param lived how long the try before it went well; from {@link #LONGEST} on a new count
     *     begins
     */
    Duration after(Throwable failure, Duration lived) {
        if (lived.compareTo(LONGEST) >= 0) {
            failures = 0;
        }
        failures++;
        // Another live process has our slot: coming back soon would only throw it out in turn.
        boolean slotTaken = failure instanceof FencedInstanceIdException;
        int doublings = Math.min(failures - 1, 10);
        long pause =
                slotTaken
                        ? LONGEST.toMillis()
                        : Math.min(LONGEST.toMillis(), FIRST.toMillis() << doublings);
        return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 5 + 1));
    }

    /** Whether the last failure was the first of its row. */
    boolean isFirst() {
        return failures == 1;
    }
}
