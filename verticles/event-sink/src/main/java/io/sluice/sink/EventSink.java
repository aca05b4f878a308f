package io.sluice.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.ProducerFactory;
import io.sluice.kafka.ProducerSettings;
import io.sluice.registry.Registry;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.runtime.Problems;
import io.sluice.runtime.Settings;
import io.sluice.runtime.StageStatistics;
import io.sluice.runtime.Status;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The role event-sink of one process: its instances on one port, one producer, one memory of keys.
 * Thread-safe.
 */
public final class EventSink {
    private static final AtomicInteger FREE_PORT = new AtomicInteger(-1);
    private static final long STATISTICS_EVERY_MS = 1_000;
    private static final long BUFFER_SLACK = 32L * 1024 * 1024;

    private final Vertx vertx;
    private final SinkSettings settings;
    private final Door.Shared shared;
    private final AtomicInteger port = new AtomicInteger();
    private volatile String deployment = "";
    private volatile long statisticsTimer = -1;
    private volatile long keyTimer = -1;

    private EventSink(Vertx vertx, SinkSettings settings, Door.Shared shared) {
        this.vertx = vertx;
        this.settings = settings;
        this.shared = shared;
    }

    /**
     * Starts the role. The event bus must know the messages of Sluice ({@link Bus#register}).
     *
     * @param registry tells which app a write key belongs to; stays open at {@link #close}
     * @param meters where to count
     * @param health also answers /health/ready and /health/live on the door's own port, where given
     * @param name the name of this process in the headers of chunks, say its host
     * @return fails where the port is taken, or the settings do not go together
     */
    public static Future<EventSink> start(
            Vertx vertx,
            SinkSettings settings,
            KafkaSettings kafka,
            Registry registry,
            MeterRegistry meters,
            Optional<Health> health,
            String name) {
        Problems problems = new Problems();
        settings.check(kafka, Settings.parse("", Map.of(), problems));
        return vertx.executeBlocking(
                        () -> {
                            problems.orThrow();
                            return outlet(settings, kafka);
                        })
                .compose(
                        outlet ->
                                certificates(vertx, settings)
                                        .map(
                                                tls ->
                                                        share(
                                                                vertx, settings, kafka, registry,
                                                                meters, name, outlet, tls))
                                        .recover(
                                                failed ->
                                                        after(
                                                                close(vertx, settings, outlet),
                                                                failed)))
                .map(shared -> new EventSink(vertx, settings, shared))
                .compose(
                        sink ->
                                sink.open(registry, health)
                                        .recover(failed -> after(sink.close(), failed)));
    }

    /** Fails with this, once everything is put away. */
    private static <T> Future<T> after(Future<Void> cleanUp, Throwable failed) {
        return cleanUp.transform(done -> Future.failedFuture(failed));
    }

    private static Future<Optional<Certificates>> certificates(Vertx vertx, SinkSettings settings) {
        return settings.http()
                .tls()
                .map(tls -> Certificates.open(vertx, tls).map(Optional::of))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private static Door.Shared share(
            Vertx vertx,
            SinkSettings settings,
            KafkaSettings kafka,
            Registry registry,
            MeterRegistry meters,
            String name,
            Outlet outlet,
            Optional<Certificates> certificates) {
        SinkSettings.Http http = settings.http();
        InFlight room = new InFlight(http.inFlightBytes(), settings.rates().sharePercent());
        KeyCache keys =
                new KeyCache(
                        vertx,
                        registry.directory(),
                        settings.keys(),
                        new Tenants(settings.rates()),
                        System::nanoTime);
        return new Door.Shared(
                name,
                kafka,
                keys,
                room,
                new SinkMetrics(meters, room, keys),
                outlet,
                new BodyInflater(vertx, settings.inflate(), http.maxBodyBytes()),
                new Addresses(http.maxConnectionsPerAddress()),
                certificates);
    }

    /** Listens to the registry first, so that no change of a key is missed. */
    private Future<EventSink> open(Registry registry, Optional<Health> health) {
        KeyCache keys = shared.keys();
        keyTimer = vertx.setPeriodic(settings.keys().refresh().toMillis(), it -> keys.refresh());
        // Without news keys are still read again now and then.
        return registry.onNews(keys::heard).otherwiseEmpty().compose(listening -> deploy(health));
    }

    private static Outlet outlet(SinkSettings settings, KafkaSettings kafka) {
        ProducerSettings door = ProducerSettings.door();
        Duration delivery = settings.chunks().delivery();
        // The buffer holds what is in flight and the unused ends of batches: sends do not wait for
        // it.
        ProducerSettings limits =
                new ProducerSettings(
                        door.linger(),
                        door.batchBytes(),
                        settings.http().inFlightBytes() * 3 / 2 + BUFFER_SLACK,
                        Duration.ofMillis(100),
                        delivery.minus(door.linger()).dividedBy(2),
                        delivery);
        return new Outlet(
                () -> ProducerFactory.idempotent(kafka, limits), settings.chunks().topicWait());
    }

    private Future<EventSink> deploy(Optional<Health> health) {
        int wanted = settings.http().port();
        // A negative number is one free port for all instances that name it.
        int bind = wanted == 0 ? FREE_PORT.getAndDecrement() : wanted;
        return vertx.deployVerticle(
                        () -> new SinkVerticle(settings, shared, health, bind, port::set),
                        new DeploymentOptions().setInstances(settings.instances()))
                .map(
                        id -> {
                            deployment = id;
                            statisticsTimer = vertx.setPeriodic(STATISTICS_EVERY_MS, it -> tell());
                            return this;
                        });
    }

    /** The port that the door listens on. */
    public int port() {
        return port.get();
    }

    /** Whether Kafka takes what comes in. */
    public Status status() {
        return shared.outlet().status();
    }

    /** What the door has done since it started; {@code in} may be ahead while requests wait. */
    public StageStatistics statistics() {
        SinkMetrics metrics = shared.metrics();
        return new StageStatistics(
                "event-sink",
                shared.name(),
                metrics.totalIn(),
                metrics.totalOut(),
                metrics.totalRejected(),
                Instant.now());
    }

    private void tell() {
        vertx.eventBus().publish(StageStatistics.ADDRESS, statistics());
    }

    /** Stops HTTP, answers what is under way, waits for Kafka, closes the producer. */
    public Future<Void> close() {
        vertx.cancelTimer(statisticsTimer);
        vertx.cancelTimer(keyTimer);
        shared.certificates().ifPresent(Certificates::close);
        return vertx.undeploy(deployment)
                .transform(undeployed -> close(vertx, settings, shared.outlet()))
                .andThen(closed -> tell())
                .eventually(shared.inflater()::close);
    }

    private static Future<Void> close(Vertx vertx, SinkSettings settings, Outlet outlet) {
        return vertx.executeBlocking(
                () -> {
                    outlet.close(settings.drainLimit());
                    return null;
                });
    }
}
