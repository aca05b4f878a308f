package io.sluice.sqlizer;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one instance has done since it started, for the statistics on the event bus. Thread-safe.
 */
final class Tally {
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private final LongAdder dead = new LongAdder();

    void add(int events, int rows, int letters) {
        in.add(events);
        out.add(rows);
        dead.add(letters);
    }

    long in() {
        return in.sum();
    }

    long out() {
        return out.sum();
    }

    long dead() {
        return dead.sum();
    }
}
