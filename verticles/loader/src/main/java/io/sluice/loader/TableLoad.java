package io.sluice.loader;

import io.sluice.rows.LoadUnit;
import io.sluice.warehouse.UnitOutcome;
import io.sluice.warehouse.WarehouseException;
import io.sluice.warehouse.WarehouseException.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Loads the waiting units of a lane, each to its end: loaded, or parked. Several go in one
 * transaction. One that fails gives each of its tables a lane of its own; one of a single table is
 * split in halves until the bad unit stands alone. No turn is held while it waits to try again.
 * Runs on a thread of its own that may block.
 */
final class TableLoad {
    private static final Logger log = LoggerFactory.getLogger(TableLoad.class);

    /** Of several units that clash with others, before they are split. */
    private static final int WHOLE_TRIES = 3;

    /** Where units come from and go to. */
    interface Lane {
        /** Runs the work when it is this lane's turn. */
        <T> T turn(Supplier<T> work) throws InterruptedException;

        /** Takes the units of the next transaction from the queue; none end the run. */
        List<QueuedUnit> next();

        /** Told of each transaction that was committed. */
        void took(List<QueuedUnit> group, Duration time);

        /** Told of units that are loaded or parked. */
        void finished(List<Finished> units);

        /** Takes units of several tables back: each table goes on by itself. */
        void isolate(List<QueuedUnit> units);
    }

    private final LoaderParts parts;
    private final Lane lane;
    private final Deque<List<QueuedUnit>> groups = new ArrayDeque<>();
    private Backoff backoff;
    private int tries;

    TableLoad(LoaderParts parts, Lane lane) {
        this.parts = parts;
        this.lane = lane;
        this.backoff = new Backoff(parts.settings().retry());
    }

    private sealed interface Result {
        record Empty() implements Result {}

        record Loaded(List<UnitOutcome> outcomes, Duration took) implements Result {}

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
                case Result.Loaded loaded -> {
                    List<QueuedUnit> group = groups.removeFirst();
                    lane.took(group, loaded.took());
                    loaded(group, loaded.outcomes());
                }
                case Result.Failed failed -> failed(groups.removeFirst(), failed.failure());
            }
        }
    }

    /** The queue is asked within the turn: what came while waiting goes in the same transaction. */
    private Result tryNext() throws InterruptedException {
        long asked = System.nanoTime();
        return lane.turn(
                () -> {
                    parts.metrics().waitedForTurn(since(asked));
                    if (groups.isEmpty()) {
                        List<QueuedUnit> group = lane.next();
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
            List<UnitOutcome> outcomes = parts.warehouse().load(units, parts.versions());
            return new Result.Loaded(outcomes, since(began));
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
        List<Finished> loaded = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            loaded.add(new Finished(group.get(i), outcomes.get(i).refused()));
        }
        done(loaded);
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
        parts.metrics().failed(failure.failure());
        parts.books().held(units(group), String.valueOf(failure.getMessage()));
        switch (failure.failure().answer()) {
            case WAIT -> {
                parts.outage().failed(failure);
                groups.addFirst(group);
                backoff.pause();
            }
            case ALARM -> {
                parts.outage().failed(failure);
                groups.addFirst(group);
                backoff.pauseLong();
            }
            case RETRY ->
                    retry(
                            group,
                            failure,
                            group.size() > 1
                                    ? WHOLE_TRIES
                                    : parts.settings().retry().transientTries());
            case PARK -> {
                if (group.size() > 1) {
                    split(group);
                } else {
                    retry(group, failure, parts.settings().retry().refusedTries());
                }
            }
        }
    }

    /** As it is, until that has not helped often enough; then in halves; alone then parked. */
    private void retry(List<QueuedUnit> group, WarehouseException failure, int most)
            throws InterruptedException {
        if (++tries < most) {
            groups.addFirst(group);
            backoff.pause();
        } else if (group.size() > 1) {
            tries = 0;
            split(group);
        } else {
            park(group.getFirst(), failure);
        }
    }

    private void split(List<QueuedUnit> group) {
        parts.metrics().split();
        if (group.stream().map(it -> it.unit().table()).distinct().count() > 1) {
            lane.isolate(group);
            return;
        }
        int half = group.size() / 2;
        groups.addFirst(group.subList(half, group.size()));
        groups.addFirst(group.subList(0, half));
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
        done(List.of(new Finished(queued, 0)));
    }

    private void done(List<Finished> group) {
        tries = 0;
        backoff = new Backoff(parts.settings().retry());
        lane.finished(group);
    }

    private static List<LoadUnit> units(List<QueuedUnit> group) {
        return group.stream().map(QueuedUnit::unit).toList();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
