package io.sluice.console.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.runtime.Health;
import io.sluice.runtime.StageStatistics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What this process knows alone and the page of an installation shows: whether it and what it works
 * with are well, what its doors have taken, how fresh its loaders' tables are. Thread-safe.
 */
public final class SelfReport implements AutoCloseable {
    private final String name;
    private final Health health;
    private final LoaderMeters loading;
    private final Optional<String> door;
    private final Map<String, StageStatistics> doors = new ConcurrentHashMap<>();
    private final MessageConsumer<StageStatistics> statistics;

    /**
     * Begins to listen to the doors of this process.
     *
     * @param roles of this process, for people
     * @param meters where loaders measure
     * @param door where the door of this process takes events, if it has one
     */
    public SelfReport(
            Vertx vertx, String roles, Health health, MeterRegistry meters, Optional<String> door) {
        this.name = roles + " " + ManagementFactory.getRuntimeMXBean().getName();
        this.health = health;
        this.loading = new LoaderMeters(meters);
        this.door = door;
        this.statistics =
                vertx.eventBus().consumer(StageStatistics.ADDRESS, it -> heard(it.body()));
    }

    private void heard(StageStatistics told) {
        if (told.stage().equals("event-sink")) {
            doors.put(told.instance(), told);
        }
    }

    /** Where the door of this process takes events, if it has one. */
    Optional<String> door() {
        return door;
    }

    /** All of it, now; never fails. */
    public Future<ProcessState> read() {
        return health.readiness().map(this::state);
    }

    private ProcessState state(Health.Report report) {
        return new ProcessState(
                name,
                report.ok(),
                report.phase(),
                report.checks(),
                report.notes(),
                door.map(
                        it ->
                                new ProcessState.Doors(
                                        sum(one -> one.out()), sum(one -> one.rejected()))),
                loading.get());
    }

    private long sum(ToLongFunction<StageStatistics> count) {
        return doors.values().stream().mapToLong(count).sum();
    }

    @Override
    public void close() {
        statistics.unregister();
    }
}
