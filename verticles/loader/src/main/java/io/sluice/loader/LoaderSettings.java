package io.sluice.loader;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * Settings of the loader.
 *
 * @param instances poll loops in this process, each with a thread
 * @param transaction how much one transaction loads at most
 * @param retry when a load is tried again
 * @param maxWaiting units waiting in memory, of one instance, above which polling pauses
 * @param commitEvery how often offsets are committed at most
 * @param pollTimeout how long a poll waits for the first unit
 * @param revokeLimit time for running transactions when their partitions go to another member,
 *     which waits; what is not done by then is abandoned
 * @param drainLimit the same, at the stop
 */
public record LoaderSettings(
        int instances,
        Transaction transaction,
        Retry retry,
        int maxWaiting,
        Duration commitEvery,
        Duration pollTimeout,
        Duration revokeLimit,
        Duration drainLimit) {
    private static final long MIB = 1024L * 1024;

    /** One instance, for programs that set the rest themselves. */
    public static final LoaderSettings DEFAULT =
            new LoaderSettings(
                    1,
                    Transaction.DEFAULT,
                    Retry.DEFAULT,
                    10_000,
                    Duration.ofMillis(100),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(20));

    public LoaderSettings {
        if (instances < 1 || maxWaiting < 1) {
            throw new IllegalArgumentException(
                    "instances %d and maxWaiting %d have to be 1 or more"
                            .formatted(instances, maxWaiting));
        }
    }

    /**
     * How much one transaction loads: units of one app, whose tables share a shard of the ledger;
     * at least one unit.
     *
     * @param maxUnits units, 1 or more
     * @param maxBytes compressed bytes of their files
     * @param maxTime fewer units go together if, by those before, they would take longer
     * @param aloneAbove a table with a unit of more compressed bytes loads alone, so that small
     *     ones do not wait for its commit
     * @param slowAfter a table whose transaction took longer loads alone the next time, too
     */
    public record Transaction(
            int maxUnits, long maxBytes, Duration maxTime, long aloneAbove, Duration slowAfter) {
        public static final Transaction DEFAULT =
                new Transaction(
                        100, 256 * MIB, Duration.ofMinutes(1), 16 * MIB, Duration.ofSeconds(20));

        public Transaction {
            if (maxUnits < 1) {
                throw new IllegalArgumentException("maxUnits %d".formatted(maxUnits));
            }
        }
    }

    /**
     * When a load that failed is tried again. An outage is waited out, however long.
     *
     * @param first pause after the first failure; it doubles
     * @param longest pause
     * @param transientTries tries of one unit that clashes with others, until it is parked
     * @param refusedTries tries of one unit that is refused, until it is parked
     */
    public record Retry(Duration first, Duration longest, int transientTries, int refusedTries) {
        public static final Retry DEFAULT =
                new Retry(Duration.ofMillis(200), Duration.ofSeconds(10), 10, 3);

        public Retry {
            if (transientTries < 1 || refusedTries < 1) {
                throw new IllegalArgumentException(
                        "tries %d, %d have to be 1 or more"
                                .formatted(transientTries, refusedTries));
            }
        }
    }

    /** These settings with other transactions. */
    LoaderSettings with(Transaction other) {
        return new LoaderSettings(
                instances,
                other,
                retry,
                maxWaiting,
                commitEvery,
                pollTimeout,
                revokeLimit,
                drainLimit);
    }

    /** These settings with another number of instances. */
    public LoaderSettings with(int otherInstances) {
        return new LoaderSettings(
                otherInstances,
                transaction,
                retry,
                maxWaiting,
                commitEvery,
                pollTimeout,
                revokeLimit,
                drainLimit);
    }

    /** These settings with other retries. */
    public LoaderSettings with(Retry other) {
        return new LoaderSettings(
                instances,
                transaction,
                other,
                maxWaiting,
                commitEvery,
                pollTimeout,
                revokeLimit,
                drainLimit);
    }

    /** Reads the section of the loader; problems are noted in it. */
    public static LoaderSettings read(Section section) {
        LoaderSettings or = DEFAULT;
        int cores = Runtime.getRuntime().availableProcessors();
        Section transaction = section.section("transaction");
        Section retry = section.section("retry");
        return new LoaderSettings(
                section.integer("instances", cores, 1, 256),
                new Transaction(
                        transaction.integer("max-units", or.transaction.maxUnits, 1, 10_000),
                        transaction.bytes("max-bytes", or.transaction.maxBytes, 1, 16_384 * MIB),
                        transaction.duration(
                                "max-time",
                                or.transaction.maxTime,
                                Duration.ofMillis(100),
                                Duration.ofHours(1)),
                        transaction.bytes(
                                "alone-above", or.transaction.aloneAbove, 0, 16_384 * MIB),
                        transaction.duration(
                                "slow-after",
                                or.transaction.slowAfter,
                                Duration.ofMillis(100),
                                Duration.ofHours(1))),
                new Retry(
                        retry.duration(
                                "first",
                                or.retry.first,
                                Duration.ofMillis(10),
                                Duration.ofMinutes(1)),
                        retry.duration(
                                "longest",
                                or.retry.longest,
                                Duration.ofMillis(10),
                                Duration.ofMinutes(10)),
                        retry.integer("transient-tries", or.retry.transientTries, 1, 1_000),
                        retry.integer("refused-tries", or.retry.refusedTries, 1, 1_000)),
                section.integer("max-waiting", or.maxWaiting, 1, 1_000_000),
                section.duration(
                        "commit-every", or.commitEvery, Duration.ZERO, Duration.ofMinutes(1)),
                section.duration(
                        "poll-timeout",
                        or.pollTimeout,
                        Duration.ofMillis(5),
                        Duration.ofSeconds(1)),
                section.duration(
                        "revoke-limit", or.revokeLimit, Duration.ZERO, Duration.ofMinutes(4)),
                section.duration(
                        "drain-limit", or.drainLimit, Duration.ZERO, Duration.ofMinutes(5)));
    }
}
