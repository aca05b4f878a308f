package io.sluice.batcher;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.Stage;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.sluice.rows.LoadUnit;
import io.sluice.runtime.BatchPublished;
import io.sluice.runtime.Health;
import io.sluice.runtime.StageStatistics;
import io.sluice.runtime.Status;
import io.sluice.storage.ObjectStore;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One instance of the batcher: owns a poll loop with its thread, and speaks for it on the event bus
 * ({@link BatchPublished}, {@link StageStatistics}). Starts without waiting for Kafka: the loop
 * goes on trying, and health tells. Stopping finishes the batch in hand within the drain limit.
 */
public final class BatcherVerticle extends VerticleBase {
    /** The consumer group of all batchers. */
    public static final String GROUP = Stage.BATCHER.group();

    private static final String STAGE = "batcher";
    private static final long STATISTICS_EVERY_MS = 1_000;

    /** To leave the group and close connections, after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(8);

    private final Wiring wiring;
    private final String slot;
    private final Tally tally = new Tally();
    private final PollLoop loop;

    /**
     * What all instances of a process share.
     *
     * @param slot of the process, see {@link io.sluice.kafka.SlotLock}; instances add a number to
     *     it
     * @param bucket where objects go
     */
    public record Wiring(
            String slot,
            BatcherSettings settings,
            KafkaSettings kafka,
            Registry registry,
            ObjectStore store,
            String bucket,
            BatcherMetrics metrics,
            Health health) {}

    private BatcherVerticle(Wiring wiring, int number) {
        this.wiring = wiring;
        this.slot = wiring.slot() + "-" + number;
        BatcherSettings settings = wiring.settings();
        BatcherParts parts =
                new BatcherParts(
                        slot,
                        settings,
                        wiring.kafka(),
                        wiring.registry(),
                        wiring.store(),
                        wiring.bucket(),
                        wiring.metrics(),
                        tally,
                        wiring.metrics().lag(slot),
                        this::announce);
        this.loop =
                new PollLoop(
                        new PollLoop.Config(
                                slot,
                                wiring.kafka(),
                                GROUP,
                                Topics.ROWS,
                                settings.maxPollRecords(),
                                settings.pollTimeout(),
                                Map.of()),
                        (consumer, executor) -> new BatcherWork(parts, consumer, executor));
    }

    /** Makes the instances of one deployment, each with its number. */
    public static Supplier<Deployable> instances(Wiring wiring) {
        AtomicInteger numbers = new AtomicInteger();
        return () -> new BatcherVerticle(wiring, numbers.getAndIncrement());
    }

    @Override
    public Future<?> start() {
        wiring.health().ready(slot, this::status);
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
                            wiring.health().remove(slot);
                            publishStatistics();
                            return Future.succeededFuture();
                        });
    }

    private Status status() {
        return switch (loop.state()) {
            case PollLoop.State.Running running -> Status.UP;
            case PollLoop.State.Starting starting ->
                    Status.down("joining its group since " + starting.since());
            case PollLoop.State.Retrying retrying ->
                    Status.down(retrying.reason() + ", since " + retrying.since());
            case PollLoop.State.Stopped stopped -> Status.down("stopped");
        };
    }

    private void publishStatistics() {
        vertx.eventBus().publish(StageStatistics.ADDRESS, tally.statistics(STAGE, slot));
    }

    /** Called on the loop's thread, once for each batch. */
    private void announce(List<LoadUnit> units) {
        Context own = context;
        own.runOnContext(
                now -> vertx.eventBus().publish(BatchPublished.ADDRESS, new BatchPublished(units)));
    }
}
