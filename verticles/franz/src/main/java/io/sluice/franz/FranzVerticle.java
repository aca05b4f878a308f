package io.sluice.franz;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.registry.Registry;
import io.sluice.registry.WriteKeyHash;
import io.sluice.runtime.Status;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the topics of every app in the registry, when it starts and whenever an app is added, and
 * watches them. It is deployed once its first round is done: then the topics of all apps answer.
 * Several may run; what one has made the others find. An outage later on makes {@link #status} say
 * so, and heals by itself.
 */
public final class FranzVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(FranzVerticle.class);

    private final FranzSettings settings;
    private final KafkaSettings kafka;
    private final Registry registry;
    private final TopicLayout layout;
    private final FranzMetrics metrics;
    private Future<TopicAdmin> admin = Future.failedFuture("not started");
    private boolean stopping;
    private volatile Supplier<Optional<TopicReport>> report = Optional::empty;
    private volatile Status status = Status.down("starting");

    /**
     * @param registry stays open when this verticle stops
     * @throws IllegalArgumentException if topics would not take what producers may send
     */
    public FranzVerticle(
            FranzSettings settings, KafkaSettings kafka, Registry registry, MeterRegistry meters) {
        this.settings = settings;
        this.kafka = kafka;
        this.registry = registry;
        layout = new TopicLayout(settings, kafka);
        metrics = new FranzMetrics(meters, settings.watch().topApps());
    }

    /** The last look at all topics; empty before the first. From any thread. */
    public Optional<TopicReport> report() {
        return report.get();
    }

    /** How the last round went; for health checks, from any thread. */
    public Status status() {
        return status;
    }

    @Override
    public Future<?> start() {
        // Opening the client resolves host names, which may block.
        admin = vertx.executeBlocking(() -> TopicAdmin.create(vertx, kafka));
        return admin.compose(this::firstRound).onFailure(failed -> closeAdmin());
    }

    private Future<Void> firstRound(TopicAdmin opened) {
        TopicKeeper keeper = new TopicKeeper(registry, opened, layout, settings, metrics);
        return ensureApps()
                .compose(done -> keeper.round())
                .onSuccess(
                        done -> {
                            status = Status.UP;
                            report = keeper::report;
                            schedule(keeper);
                            scheduleSample(keeper);
                        });
    }

    private void scheduleSample(TopicKeeper keeper) {
        if (!stopping) {
            vertx.setTimer(settings.sizing().sample().toMillis(), timer -> sample(keeper));
        }
    }

    private void sample(TopicKeeper keeper) {
        if (stopping) {
            return;
        }
        keeper.sample()
                .onFailure(
                        failure ->
                                log.atDebug()
                                        .setMessage("The load cannot be measured now")
                                        .setCause(failure)
                                        .log())
                .onComplete(done -> scheduleSample(keeper));
    }

    private Future<Void> ensureApps() {
        List<Future<Void>> ensured =
                settings.apps().stream()
                        .map(app -> registry.ensureApp(app.name()).compose(done -> ensureKey(app)))
                        .toList();
        return Future.all(ensured).mapEmpty();
    }

    private Future<Void> ensureKey(ConfiguredApp app) {
        return app.writeKey().isEmpty()
                ? Future.succeededFuture()
                : registry.ensureWriteKey(app.name(), WriteKeyHash.of(app.writeKey().reveal()));
    }

    private void schedule(TopicKeeper keeper) {
        if (!stopping) {
            vertx.setTimer(settings.poll().toMillis(), timer -> next(keeper));
        }
    }

    private void next(TopicKeeper keeper) {
        if (stopping) {
            return;
        }
        keeper.round()
                .onComplete(done -> observe(Status.UP), this::failed)
                .onComplete(done -> schedule(keeper));
    }

    private void failed(Throwable failure) {
        if (stopping) {
            return;
        }
        metrics.failed();
        if (status.up()) {
            log.atWarn().setMessage("Topics cannot be kept now").setCause(failure).log();
        }
        observe(Status.down(String.valueOf(failure)));
    }

    private void observe(Status now) {
        if (now.up() && !status.up()) {
            log.atInfo().setMessage("Topics are kept again").log();
        }
        status = now;
    }

    private Future<Void> closeAdmin() {
        return admin.compose(TopicAdmin::close);
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        status = Status.down("stopped");
        return closeAdmin();
    }
}
