package io.sluice.loader;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.Stage;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.sluice.runtime.Health;
import io.sluice.runtime.StageStatistics;
import io.sluice.runtime.Status;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One instance of the loader: owns a poll loop with its thread, and publishes {@link
 * StageStatistics}. Starts without waiting for Kafka or warehouse: both are tried for ever, and
 * health tells. Stopping lets running transactions end within the drain limit.
 */
public final class LoaderVerticle extends VerticleBase {
    /** The consumer group of all loaders. */
    public static final String GROUP = Stage.LOADER.group();

    private static final String STAGE = "loader";
    private static final long STATISTICS_EVERY_MS = 1_000;
    private static final int MAX_POLL_RECORDS = 500;

    /** To leave the group and close connections, after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(8);

    private final Wiring wiring;
    private final LoaderParts parts;
    private final PollLoop loop;

    /**
     * What all instances of a process share; stays the caller's to close.
     *
     * @param slot of the process, see {@link io.sluice.kafka.SlotLock}; instances add a number to
     *     it
     */
    public record Wiring(
            String slot,
            LoaderSettings settings,
            KafkaSettings kafka,
            Registry registry,
            Warehouse warehouse,
            LoaderMetrics metrics,
            Health health) {}

    private LoaderVerticle(Wiring wiring, LoadTurns turns, int number) {
        LoaderSettings settings = wiring.settings();
        String slot = wiring.slot() + "-" + number;
        this.wiring = wiring;
        this.parts =
                new LoaderParts(
                        slot,
                        settings,
                        wiring.kafka(),
                        wiring.warehouse(),
                        turns,
                        new RegistryVersions(wiring.registry()),
                        new Books(wiring.registry(), settings.retry()),
                        new OutageWatch(wiring.metrics()),
                        wiring.metrics(),
                        new Tally(),
                        wiring.metrics().lag(slot));
        this.loop =
                new PollLoop(
                        new PollLoop.Config(
                                slot,
                                wiring.kafka(),
                                GROUP,
                                Topics.LOADS_ONLY,
                                MAX_POLL_RECORDS,
                                settings.pollTimeout(),
                                Map.of()),
                        (consumer, executor) -> new LoaderWork(parts, consumer, executor));
    }

    /** Makes the instances of one deployment, each with its number. */
    public static Supplier<Deployable> instances(Wiring wiring) {
        AtomicInteger numbers = new AtomicInteger();
        LoadTurns turns = new LoadTurns(wiring.warehouse().connections());
        return () -> new LoaderVerticle(wiring, turns, numbers.getAndIncrement());
    }

    @Override
    public Future<?> start() {
        wiring.health().ready(parts.slot(), this::status);
        vertx.setPeriodic(STATISTICS_EVERY_MS, timer -> publishStatistics());
        loop.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Duration limit = wiring.settings().drainLimit().plus(CLOSING);
        return Future.fromCompletionStage(loop.stop(limit), context)
                .eventually(
                        () -> {
                            wiring.health().remove(parts.slot());
                            publishStatistics();
                            return Future.succeededFuture();
                        });
    }

    private Status status() {
        return switch (loop.state()) {
            case PollLoop.State.Running running -> parts.outage().status();
            case PollLoop.State.Starting starting ->
                    Status.down("joining its group since " + starting.since());
            case PollLoop.State.Retrying retrying ->
                    Status.down(retrying.reason() + ", since " + retrying.since());
            case PollLoop.State.Stopped stopped -> Status.down("stopped");
        };
    }

    private void publishStatistics() {
        vertx.eventBus()
                .publish(StageStatistics.ADDRESS, parts.tally().statistics(STAGE, parts.slot()));
    }
}
