package io.sluice.sqlizer;

import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.RecordWork;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.registry.Registry;
import io.sluice.runtime.SchemaChanged;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * One instance of the sqlizer: owns a poll loop, which does the work on its own thread. Deploy as
 * many as {@link SqlizerSettings#instances} says, each with a slot of its own.
 */
public final class SqlizerVerticle extends VerticleBase {
    /** The consumer group of all sqlizers. */
    public static final String GROUP = "sluice-sqlizer";

    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

    private final SqlizerSettings settings;
    private final KafkaSettings kafka;
    private final Registry registry;
    private final String slot;
    private final SqlizerMetrics metrics;
    private volatile @Nullable SqlizerWork work;
    private @Nullable PollLoop loop;

    /**
     * An instance.
     *
     * @param slot its stable name: group instance id and transactional id
     */
    public SqlizerVerticle(
            SqlizerSettings settings,
            KafkaSettings kafka,
            Registry registry,
            String slot,
            SqlizerMetrics metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.registry = registry;
        this.slot = slot;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        PollLoop.Config config =
                new PollLoop.Config(
                        slot,
                        kafka,
                        GROUP,
                        Topics.EVENTS,
                        settings.maxPollRecords(),
                        Duration.ofMillis(50),
                        Map.of());
        PollLoop started = new PollLoop(config, this::work);
        loop = started;
        vertx.eventBus()
                .<SchemaChanged>consumer(
                        SchemaChanged.ADDRESS, message -> learn(started, message.body().table()));
        started.start();
        return Future.succeededFuture();
    }

    private RecordWork work(Consumer<byte[], byte[]> consumer, Executor executor) {
        TransactionalWriter writer = new TransactionalWriter(kafka, slot);
        SchemaProposals proposals =
                new SchemaProposals(vertx, registry, settings.rules(), slot, metrics);
        Tables tables = new Tables(settings);
        SqlizerWork made =
                new SqlizerWork(
                        settings,
                        consumer,
                        executor,
                        writer,
                        proposals::settle,
                        metrics,
                        tables,
                        new ChunkEncoder(kafka, tables));
        work = made;
        return made;
    }

    private void learn(PollLoop started, TableUid table) {
        registry.current(table)
                .onSuccess(
                        schema ->
                                schema.ifPresent(
                                        known ->
                                                started.execute(
                                                        () -> {
                                                            SqlizerWork current = work;
                                                            if (current != null) {
                                                                current.install(known);
                                                            }
                                                        })));
    }

    /** How the poll loop fares, for the health check. */
    public PollLoop.State state() {
        PollLoop current = loop;
        return current == null ? new PollLoop.State.Stopped() : current.state();
    }

    @Override
    public Future<?> stop() {
        PollLoop current = loop;
        return current == null
                ? Future.succeededFuture()
                : Future.fromCompletionStage(current.stop(DRAIN_LIMIT), context);
    }
}
