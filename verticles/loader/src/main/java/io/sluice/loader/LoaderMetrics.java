package io.sluice.loader;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.rows.Received;
import io.sluice.runtime.MetricsSettings;
import io.sluice.warehouse.Failure;
import io.sluice.warehouse.UnitOutcome;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of the loader, of all instances in this process. Thread-safe. Once nothing waits,
 * {@code units.in = units.loaded + units.skipped + units.parked + units.malformed}, units abandoned
 * and read again counted as often as they were read.
 */
public final class LoaderMetrics {
    private static final String PREFIX = "sluice.loader.";

    private final MeterRegistry registry;
    private final Counter in;
    private final Counter loaded;
    private final Counter skipped;
    private final Counter parked;
    private final Counter malformed;
    private final Counter rows;
    private final Counter duplicates;
    private final Counter refused;
    private final Counter letters;
    private final Counter splits;
    private final Timer load;
    private final Timer turn;
    private final DistributionSummary transactionUnits;
    private final DistributionSummary transactionRows;
    private final Freshness freshness;
    private final Timer visible;
    private final Timer copy;
    private final DistributionSummary copyRows;
    private final DistributionSummary transactionTables;
    private final AtomicLong waiting = new AtomicLong();
    private final Map<Failure, AtomicLong> standing = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> lags = new ConcurrentHashMap<>();

    /** As below, with the usual number of tables. */
    public LoaderMetrics(MeterRegistry registry) {
        this(registry, MetricsSettings.DEFAULT.topTables());
    }

    /**
     * Registers the meters.
     *
     * @param topTables tables with metrics of their own; the others share one
     */
    public LoaderMetrics(MeterRegistry registry, int topTables) {
        this.registry = registry;
        freshness = new Freshness(registry, topTables);
        visible = timer("visible", "from the door to the warehouse: the oldest event of a unit");
        copy = timer("copy", "COPY of one unit, duplicates taken out");
        copyRows =
                DistributionSummary.builder(PREFIX + "copy.rows")
                        .description("lines of one unit that was copied")
                        .publishPercentiles(0.5, 0.95)
                        .register(registry);
        in = counter("units.in", "units taken in");
        loaded = counter("units.loaded", "units loaded");
        skipped = counter("units.skipped", "units that the ledger had already");
        parked = counter("units.parked", "units set aside with a reason");
        malformed = counter("units.malformed", "records that were no unit");
        rows = counter("rows.out", "rows that tables got");
        duplicates = counter("rows.duplicate", "rows left out because their id was there");
        refused = counter("rows.refused", "rows left out because the warehouse refuses them");
        letters = counter("letters", "dead letters of such rows that were sent");
        splits = counter("splits", "transactions that failed and were split");
        load = timer("load", "one try of one transaction");
        turn = timer("turn", "waiting for a connection and the ledger's shard");
        transactionUnits = summary("transaction.units");
        transactionRows = summary("transaction.rows");
        transactionTables = summary("transaction.tables");
        Gauge.builder(PREFIX + "units.waiting", waiting, AtomicLong::get)
                .description("units in memory that are not done")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private DistributionSummary summary(String name) {
        return DistributionSummary.builder(PREFIX + name)
                .description("of committed transactions")
                .publishPercentiles(0.5, 0.95)
                .register(registry);
    }

    void taken(long units) {
        in.increment((double) units);
    }

    void malformed() {
        in.increment();
        malformed.increment();
    }

    void waiting(long change) {
        waiting.addAndGet(change);
    }

    void loaded(List<UnitOutcome> outcomes) {
        long rowsLoaded = 0;
        int fresh = 0;
        for (UnitOutcome outcome : outcomes) {
            if (!outcome.skipped()) {
                fresh++;
                rowsLoaded += outcome.loaded();
                duplicates.increment((double) outcome.duplicates());
                refused.increment((double) outcome.refused());
            }
        }
        loaded.increment(fresh);
        skipped.increment(outcomes.size() - fresh);
        rows.increment((double) rowsLoaded);
        transactionUnits.record(outcomes.size());
        transactionRows.record((double) rowsLoaded);
    }

    /** The rows of a unit can be queried. */
    void visible(String app, String table, UnitOutcome outcome, Received received) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        visible.record(Math.max(0, now - received.oldestMicros()), TimeUnit.MICROSECONDS);
        freshness.loaded(app, table, outcome.loaded(), received.newestMicros());
    }

    /** A unit was copied; whether it is committed too, its transaction tells. */
    public void copied(long unitRows, Duration took) {
        copy.record(took);
        copyRows.record((double) unitRows);
    }

    void letters(long sent) {
        letters.increment((double) sent);
    }

    void tables(long inOneTransaction) {
        transactionTables.record((double) inOneTransaction);
    }

    void parked() {
        parked.increment();
    }

    void split() {
        splits.increment();
    }

    void failed(Failure failure) {
        Counter.builder(PREFIX + "failures")
                .description(
                        "tries of a transaction that failed, by what went wrong and what helps")
                .tag("failure", failure.word())
                .tag("answer", failure.answer().name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    /** Instances that stand still for this, more or less. */
    void standing(Failure failure, int change) {
        standing.computeIfAbsent(failure, this::registerStanding).addAndGet(change);
    }

    private AtomicLong registerStanding(Failure failure) {
        AtomicLong instances = new AtomicLong();
        Gauge.builder(PREFIX + "standing", instances, AtomicLong::get)
                .description("instances whose loads wait for this to be over")
                .tag("failure", failure.word())
                .tag("answer", failure.answer().name().toLowerCase(Locale.ROOT))
                .register(registry);
        return instances;
    }

    void tried(Duration took) {
        load.record(took);
    }

    void waitedForTurn(Duration took) {
        turn.record(took);
    }

    /** Where one instance notes its lag, in records; the same again for one that starts anew. */
    AtomicLong lag(String instance) {
        return lags.computeIfAbsent(instance, this::register);
    }

    private AtomicLong register(String instance) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder(PREFIX + "lag", lag, AtomicLong::get)
                .description("records of its partitions that an instance has not read yet")
                .tag("instance", instance)
                .register(registry);
        return lag;
    }
}
