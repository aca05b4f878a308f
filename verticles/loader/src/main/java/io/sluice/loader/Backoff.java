package io.sluice.loader;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from the first to the longest, less up to a fifth. One thread. */
final class Backoff {
    private static final int MOST_DOUBLINGS = 20;

    private final LoaderSettings.Retry retry;
    private int failures;

    Backoff(LoaderSettings.Retry retry) {
        this.retry = retry;
    }

    void pause() throws InterruptedException {
        Thread.sleep(next());
    }

    /** The longest of them at once. */
    void pauseLong() throws InterruptedException {
        failures = Math.max(failures, MOST_DOUBLINGS);
        pause();
    }

    Duration next() {
        long longest = retry.longest().toMillis();
        long pause =
                Math.min(longest, retry.first().toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 5 + 1));
    }
}
