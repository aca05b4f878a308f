package io.sluice.loader;

import io.sluice.runtime.StageStatistics;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Units that one instance has taken in, loaded (or found loaded), and set aside. Thread-safe. */
final class Tally {
    private final AtomicLong in = new AtomicLong();
    private final AtomicLong out = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    void taken(long units) {
        in.addAndGet(units);
    }

    void loaded(long units) {
        out.addAndGet(units);
    }

    void rejected(long units) {
        rejected.addAndGet(units);
    }

    /** Units read and then left to another instance. */
    void dropped(long units) {
        in.addAndGet(-units);
    }

    StageStatistics statistics(String stage, String instance) {
        long done = out.get();
        long parked = rejected.get();
        return new StageStatistics(stage, instance, in.get(), done, parked, Instant.now());
    }
}
