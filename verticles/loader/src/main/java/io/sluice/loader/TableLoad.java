package io.sluice.loader;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.UnitOutcome;
import io.sluice.warehouse.WarehouseException;
import io.sluice.warehouse.WarehouseException.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Loads the waiting units of one table, in order, each to its end: loaded, or parked. Several go in
 * one transaction; one that fails is split in halves until the bad unit stands alone. No turn is
 * held while it waits to try again. Runs on a thread of its own that may block.
 */
final class TableLoad {
    private static final Logger log = LoggerFactory.getLogger(TableLoad.class);

    private final LoaderParts parts;
    private final TableUid table;
    private final Supplier<List<QueuedUnit>> next;
    private final Consumer<List<QueuedUnit>> finished;
    private final Deque<List<QueuedUnit>> groups = new ArrayDeque<>();
    private Backoff backoff;
    private int tries;

    /**
     * @param next takes the units of the next transaction from the queue; an empty list ends the
     *     run
     * @param finished told of units that are loaded or parked
     */
    TableLoad(
            LoaderParts parts,
            TableUid table,
            Supplier<List<QueuedUnit>> next,
            Consumer<List<QueuedUnit>> finished) {
        this.parts = parts;
        this.table = table;
        this.next = next;
        this.finished = finished;
        this.backoff = new Backoff(parts.settings().retry());
    }

    private sealed interface Result {
        record Empty() implements Result {}

        record Loaded(List<UnitOutcome> outcomes) implements Result {}

        record Failed(WarehouseException failure) implements Result {}
    }

    /** Until nothing waits; an interrupt abandons what runs. */
    void run() throws InterruptedException {
        while (true) {
            Result result = tryNext();
            switch (result) {
                case Result.Empty empty -> {
                    return;
                }
                case Result.Loaded loaded -> loaded(groups.removeFirst(), loaded.outcomes());
                case Result.Failed failed -> failed(groups.removeFirst(), failed.failure());
            }
        }
    }

    /** The queue is asked within the turn: what came while waiting goes in the same transaction. */
    private Result tryNext() throws InterruptedException {
        long asked = System.nanoTime();
        return parts.turns()
                .within(
                        table,
                        () -> {
                            parts.metrics().waitedForTurn(since(asked));
                            if (groups.isEmpty()) {
                                List<QueuedUnit> group = next.get();
                                if (group.isEmpty()) {
                                    return new Result.Empty();
                                }
                                groups.add(group);
                            }
                            return load(units(groups.getFirst()));
                        });
    }

    private Result load(List<LoadUnit> units) {
        long began = System.nanoTime();
        try {
            units.forEach(parts.versions()::check);
            return new Result.Loaded(parts.warehouse().load(units, parts.versions()));
        } catch (WarehouseException failed) {
            return new Result.Failed(failed);
        } catch (RuntimeException bug) {
            // Never a reason to lose a unit: it is parked with the trace after a few tries.
            return new Result.Failed(
                    new WarehouseException(Kind.TRANSIENT, String.valueOf(bug), bug));
        } finally {
            parts.metrics().tried(since(began));
        }
    }

    private void loaded(List<QueuedUnit> group, List<UnitOutcome> outcomes)
            throws InterruptedException {
        parts.outage().worked();
        parts.metrics().loaded(outcomes);
        for (int i = 0; i < group.size(); i++) {
            visible(group.get(i), outcomes.get(i));
        }
        parts.books().loaded(units(group));
        parts.tally().loaded(group.size());
        done(group);
    }

    private void visible(QueuedUnit queued, UnitOutcome outcome) {
        LoadUnit unit = queued.unit();
        if (!outcome.skipped() && queued.received().isPresent()) {
            // Known since the load began: this does not ask the registry.
            String name = parts.versions().version(unit.table(), unit.version()).name();
            parts.metrics().visible(unit.app(), name, outcome, queued.received().get());
        }
    }

    private void failed(List<QueuedUnit> group, WarehouseException failure)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("abandoned");
        }
        parts.metrics().failed(failure.kind());
        parts.books().held(units(group), String.valueOf(failure.getMessage()));
        if (failure.kind() == Kind.OUTAGE) {
            parts.outage().failed(failure);
            groups.addFirst(group);
            backoff.pause();
        } else if (group.size() > 1) {
            parts.metrics().split();
            int half = group.size() / 2;
            groups.addFirst(group.subList(half, group.size()));
            groups.addFirst(group.subList(0, half));
        } else if (++tries < limit(failure.kind())) {
            groups.addFirst(group);
            backoff.pause();
        } else {
            park(group.getFirst(), failure);
        }
    }

    private int limit(Kind kind) {
        LoaderSettings.Retry retry = parts.settings().retry();
        return kind == Kind.REFUSED ? retry.refusedTries() : retry.transientTries();
    }

    private void park(QueuedUnit queued, WarehouseException failure) throws InterruptedException {
        LoadUnit unit = queued.unit();
        log.atWarn()
                .setCause(failure)
                .addKeyValue("app", unit.app())
                .addKeyValue("table", unit.table())
                .addKeyValue("unit", unit.id())
                .addKeyValue("rows", unit.rows())
                .addKeyValue("manifest", unit.manifestKey())
                .log("unit parked: it cannot be loaded as things are");
        parts.books().parked(unit, String.valueOf(failure.getMessage()));
        parts.metrics().parked();
        parts.tally().rejected(1);
        done(List.of(queued));
    }

    private void done(List<QueuedUnit> group) {
        tries = 0;
        backoff = new Backoff(parts.settings().retry());
        finished.accept(group);
    }

    private static List<LoadUnit> units(List<QueuedUnit> group) {
        return group.stream().map(QueuedUnit::unit).toList();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
