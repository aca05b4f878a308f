package io.sluice.registry;

import java.util.concurrent.atomic.LongAdder;

/** What one process asked of the registry, since its start. Thread-safe. */
public final class RegistryCounters {
    final LongAdder statements = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder conflicts = new LongAdder();
    final LongAdder commits = new LongAdder();

    RegistryCounters() {}

    /** Statements sent, those of news and repeated ones included. */
    public long statements() {
        return statements.sum();
    }

    /** Statements sent again, because the connection was lost or the answer late. */
    public long retries() {
        return retries.sum();
    }

    /** Versions that came second. */
    public long conflicts() {
        return conflicts.sum();
    }

    /** Versions committed. */
    public long commits() {
        return commits.sum();
    }
}
