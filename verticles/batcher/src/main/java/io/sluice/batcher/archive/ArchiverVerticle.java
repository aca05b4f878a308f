package io.sluice.batcher.archive;

import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.PollLoop;
import io.sluice.kafka.RecordWork;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.runtime.Health;
import io.sluice.runtime.Status;
import io.sluice.storage.ObjectStore;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import org.apache.kafka.clients.consumer.Consumer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One instance of the archive: owns a poll loop with its thread. Starts without waiting for Kafka:
 * the loop goes on trying, and health tells. Stopping finishes the batch in hand within the drain
 * limit.
 */
public final class ArchiverVerticle extends VerticleBase {
    /** The consumer group of the archive; its offsets say up to where events are archived. */
    public static final String GROUP = "sluice-archiver";

    /** To leave the group and close connections, after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(8);

    private final Wiring wiring;
    private final String slot;
    private final AtomicLong lag;
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
            ArchiverSettings settings,
            KafkaSettings kafka,
            ObjectStore store,
            String bucket,
            ArchiverMetrics metrics,
            Health health) {}

    private ArchiverVerticle(Wiring wiring, int number) {
        this.wiring = wiring;
        this.slot = wiring.slot() + "-archive-" + number;
        this.lag = wiring.metrics().lag(slot);
        ArchiverSettings settings = wiring.settings();
        this.loop =
                new PollLoop(
                        new PollLoop.Config(
                                slot,
                                wiring.kafka(),
                                GROUP,
                                settings.topics(),
                                settings.maxPollRecords(),
                                settings.pollTimeout(),
                                Map.of()),
                        this::work);
    }

    private RecordWork work(Consumer<byte[], byte[]> consumer, Executor executor) {
        ArchiverSettings settings = wiring.settings();
        String cluster;
        try (GroupOffsets kafka = new GroupOffsets(wiring.kafka())) {
            cluster = kafka.clusterId();
        }
        TransactionalWriter writer = new TransactionalWriter(wiring.kafka(), slot);
        ArchiveFiles files =
                new ArchiveFiles(slot, cluster, wiring.store(), wiring.bucket(), settings);
        return new ArchiverWork(
                settings, new ArchiveWay(files, wiring.metrics()), lag, writer, consumer, executor);
    }

    /** Makes the instances of one deployment, each with its number; some app has to be archived. */
    public static Supplier<Deployable> instances(Wiring wiring) {
        AtomicInteger numbers = new AtomicInteger();
        return () -> new ArchiverVerticle(wiring, numbers.getAndIncrement());
    }

    @Override
    public Future<?> start() {
        wiring.health().ready(slot, this::status);
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
}
