package io.sluice.console;

import io.sluice.console.dead.DeadLetters;
import io.sluice.console.live.Live;
import io.sluice.console.live.SelfReport;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.registry.Registry;
import io.sluice.runtime.Listening;
import io.sluice.runtime.NewestConnections;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves the admin API and the page, from one event loop; what blocks runs on a few threads beside
 * it.
 */
public final class ConsoleVerticle extends VerticleBase {
    /**
     * For calls under way: longer than one may read topics by default, shorter than a drain's step.
     */
    private static final int LEAVE_SECONDS = 25;

    /** A call that reads topics may take minutes. */
    private static final int IDLE_SECONDS = 600;

    private final Wiring wiring;
    private volatile Optional<HttpServer> server = Optional.empty();
    private Optional<Parts> parts = Optional.empty();
    private Optional<Live> live = Optional.empty();

    /**
     * What it works on.
     *
     * @param registry stays open when this verticle stops
     * @param eventsGroup the consumer group that reads the events topics
     * @param rowsGroup the one that reads the rows topics
     * @param loadsGroup the one that reads the topic of loads
     * @param self what this process knows alone; other processes tell it in the registry
     * @param process its id there
     * @param advice what franz found last; empty where it runs in another process
     */
    public record Wiring(
            ConsoleSettings settings,
            KafkaSettings kafka,
            Registry registry,
            String eventsGroup,
            String rowsGroup,
            String loadsGroup,
            SelfReport self,
            UUID process,
            Optional<Supplier<JsonObject>> advice) {}

    private record Parts(Workers workers, TopicAdmin admin, GroupOffsets offsets) {}

    public ConsoleVerticle(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Future<?> start() {
        Workers workers = new Workers(vertx);
        // Opening the clients resolves host names, which may block.
        return workers.run(
                        () ->
                                new Parts(
                                        workers,
                                        TopicAdmin.create(vertx, wiring.kafka()),
                                        new GroupOffsets(wiring.kafka())))
                .compose(
                        opened -> {
                            parts = Optional.of(opened);
                            return listen(opened);
                        });
    }

    private Future<HttpServer> listen(Parts opened) {
        NewestConnections connections = new NewestConnections(wiring.settings().maxConnections());
        Live moving =
                new Live(
                        vertx,
                        wiring.settings().page(),
                        wiring.registry(),
                        opened.admin(),
                        wiring.self(),
                        wiring.process());
        live = Optional.of(moving);
        HttpServer http =
                vertx.createHttpServer(options())
                        .requestHandler(
                                AdminServer.router(
                                        vertx,
                                        wiring.settings(),
                                        Contract.load(),
                                        operations(opened, moving),
                                        moving));
        server = Optional.of(http);
        return Listening.start(http, connections::opened);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(wiring.settings().host())
                .setPort(wiring.settings().port())
                .setIdleTimeout(IDLE_SECONDS)
                .setHttp2ClearTextEnabled(false);
    }

    private Map<String, Operation> operations(Parts opened, Live moving) {
        ConsoleSettings settings = wiring.settings();
        Registry registry = wiring.registry();
        Audit audit = new Audit(registry.directory());
        DeadLetters letters =
                new DeadLetters(
                        wiring.kafka(),
                        opened.offsets(),
                        settings.duplicateKeys(),
                        settings.scanRecords(),
                        settings.scanLimit());
        TopicOperations.Readers readers =
                new TopicOperations.Readers(
                        wiring.eventsGroup(), wiring.rowsGroup(), wiring.loadsGroup());
        Map<String, Operation> all = new HashMap<>();
        all.putAll(audit.all());
        all.putAll(new PipelineOperations(moving::snapshot, registry, wiring.advice()).all());
        all.putAll(new AppOperations(registry.directory()).all());
        all.putAll(new KeyOperations(registry).all());
        all.putAll(
                new TopicOperations(
                                registry,
                                opened.admin(),
                                opened.offsets(),
                                readers,
                                opened.workers())
                        .all());
        all.putAll(new SchemaOperations(registry).all());
        all.putAll(new DeadOperations(registry, letters, opened.workers(), audit).all());
        all.putAll(new LoadOperations(registry, wiring.kafka(), opened.workers(), audit).all());
        return all;
    }

    /** The port it listens on, once it is deployed; from any thread. */
    public int port() {
        return server.map(HttpServer::actualPort).orElse(0);
    }

    @Override
    public Future<?> stop() {
        if (parts.isEmpty()) {
            return Future.succeededFuture();
        }
        Parts opened = parts.get();
        live.ifPresent(Live::close);
        return server.map(it -> it.shutdown(LEAVE_SECONDS, TimeUnit.SECONDS))
                .orElseGet(Future::succeededFuture)
                .eventually(() -> opened.admin().close())
                .eventually(
                        () ->
                                opened.workers()
                                        .run(
                                                () -> {
                                                    opened.offsets().close();
                                                    return true;
                                                }))
                .onComplete(done -> opened.workers().close());
    }
}
