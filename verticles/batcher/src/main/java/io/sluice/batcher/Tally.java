package io.sluice.batcher;

import io.sluice.runtime.StageStatistics;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one instance has done since it started. Written by its poll loop, read by any thread. {@code
 * in} counts rows read once, however often: {@code in = out + rejected + held}.
 */
final class Tally {
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    void published(long rows, long dead) {
        out.addAndGet(rows);
        rejected.addAndGet(dead);
    }

    /** Rows that wait in memory now. */
    void held(long rows) {
        held.set(rows);
    }

    StageStatistics statistics(String stage, String instance) {
        long done = out.get();
        long dead = rejected.get();
        return new StageStatistics(
                stage, instance, done + dead + held.get(), done, dead, Instant.now());
    }
}
