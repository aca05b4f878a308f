package io.sluice.loader;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that double from the first to the longest, less up to a fifth. One thread. */
final class Backoff {
    private final LoaderSettings.Retry retry;
    private int failures;

    Backoff(LoaderSettings.Retry retry) {
        this.retry = retry;
    }

    void pause() throws InterruptedException {
        Thread.sleep(next());
    }

    Duration next() {
        long longest = retry.longest().toMillis();
        long pause = Math.min(longest, retry.first().toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(pause - ThreadLocalRandom.current().nextLong(pause / 5 + 1));
    }
}
