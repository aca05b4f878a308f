package io.sluice.sqlizer;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.RecordWork;
import io.sluice.kafka.Stage;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.registry.Registry;
import io.sluice.runtime.Health;
import io.sluice.runtime.SchemaChanged;
import io.sluice.runtime.StageStatistics;
import io.sluice.runtime.Status;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One instance of the sqlizer: owns a poll loop, which does the work on its own thread. Deploy as
 * many as {@link SqlizerSettings#instances} says, each with a slot of its own.
 */
public final class SqlizerVerticle extends VerticleBase {
    /** The consumer group of all sqlizers. */
    public static final String GROUP = Stage.SQLIZER.group();

    private static final String STAGE = "sqlizer";
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(25);
    private static final long STATISTICS_EVERY_MS = 1_000;

    private final Wiring wiring;
    private final String slot;
    private final PollLoop loop;
    private final Tally tally = new Tally();
    private volatile @Nullable SqlizerWork work;

    /**
     * What all instances of a process share.
     *
     * @param slot of the process, see {@link io.sluice.kafka.SlotLock}; instances add a number to
     *     it
     */
    public record Wiring(
            String slot,
            SqlizerSettings settings,
            KafkaSettings kafka,
            Registry registry,
            SqlizerMetrics metrics,
            Health health) {}

    private SqlizerVerticle(Wiring wiring, int number) {
        this.wiring = wiring;
        this.slot = wiring.slot() + "-" + number;
        this.loop =
                new PollLoop(
                        new PollLoop.Config(
                                slot,
                                wiring.kafka(),
                                GROUP,
                                Topics.EVENTS,
                                wiring.settings().maxPollRecords(),
                                POLL_TIMEOUT,
                                Map.of()),
                        this::work);
    }

    /** Makes the instances of one deployment, each with its number. */
    public static Supplier<Deployable> instances(Wiring wiring) {
        AtomicInteger numbers = new AtomicInteger();
        return () -> new SqlizerVerticle(wiring, numbers.getAndIncrement());
    }

    @Override
    public Future<?> start() {
        wiring.health().ready(slot, this::status);
        vertx.eventBus()
                .<SchemaChanged>consumer(SchemaChanged.ADDRESS, message -> learn(message.body()));
        vertx.setPeriodic(STATISTICS_EVERY_MS, timer -> publishStatistics());
        loop.start();
        return Future.succeededFuture();
    }

    private RecordWork work(Consumer<byte[], byte[]> consumer, Executor executor) {
        SqlizerSettings settings = wiring.settings();
        TransactionalWriter writer = new TransactionalWriter(wiring.kafka(), slot);
        SchemaProposals proposals =
                new SchemaProposals(
                        vertx,
                        wiring.registry(),
                        settings.rules(),
                        slot,
                        settings.maxProposals(),
                        wiring.metrics());
        Tables tables = new Tables(settings);
        SqlizerWork made =
                new SqlizerWork(
                        settings,
                        consumer,
                        executor,
                        writer,
                        proposals::settle,
                        wiring.metrics(),
                        tally,
                        tables,
                        new ChunkEncoder(wiring.kafka(), tables, settings));
        work = made;
        return made;
    }

    /** A version of this process is in its memory: nobody has to be asked. */
    private void learn(SchemaChanged news) {
        wiring.registry()
                .version(news.table(), news.version())
                .onSuccess(
                        schema ->
                                schema.ifPresent(
                                        known ->
                                                loop.execute(
                                                        () -> {
                                                            SqlizerWork current = work;
                                                            if (current != null) {
                                                                current.install(known);
                                                            }
                                                        })));
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
        vertx.eventBus()
                .publish(
                        StageStatistics.ADDRESS,
                        new StageStatistics(
                                STAGE, slot, tally.in(), tally.out(), tally.dead(), Instant.now()));
    }

    @Override
    public Future<?> stop() {
        return Future.fromCompletionStage(loop.stop(DRAIN_LIMIT), context)
                .eventually(
                        () -> {
                            wiring.health().remove(slot);
                            publishStatistics();
                            return Future.succeededFuture();
                        });
    }
}
