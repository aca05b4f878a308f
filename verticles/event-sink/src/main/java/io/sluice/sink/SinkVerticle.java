package io.sluice.sink;

import io.sluice.runtime.Health;
import io.sluice.runtime.Listening;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One instance of the HTTP door, on one event loop. No router: there is one path that matters.
 * Deployed by {@link EventSink}.
 */
final class SinkVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SinkVerticle.class);
    private static final String EVENTS = "/v1/events";
    private static final long SWEEP_MILLIS = 250;
    private static final long LEAVE_MILLIS = 20;
    private static final int READ_CHUNK = 64 * 1024;

    private final SinkSettings settings;
    private final Door.Shared shared;
    private final Optional<Health> health;
    private final int bindPort;
    private final IntConsumer bound;
    private Optional<HttpServer> server = Optional.empty();
    private Optional<Door> door = Optional.empty();
    private Optional<Connections> served = Optional.empty();

    /**
     * @param health answers the probes on the same port, where given
     * @param bindPort the port to bind; negative: a free one, the same for all with this number
     * @param bound is told the port that was bound
     */
    SinkVerticle(
            SinkSettings settings,
            Door.Shared shared,
            Optional<Health> health,
            int bindPort,
            IntConsumer bound) {
        this.settings = settings;
        this.shared = shared;
        this.health = health;
        this.bindPort = bindPort;
        this.bound = bound;
    }

    @Override
    public Future<?> start() {
        Door opened = new Door(context, settings, shared);
        door = Optional.of(opened);
        // A request under way may take its whole time before the next head.
        Duration silence = settings.http().headDeadline().plus(settings.http().requestDeadline());
        Connections connections =
                new Connections(
                        settings.http().maxConnections(),
                        silence,
                        shared.addresses(),
                        shared.metrics());
        served = Optional.of(connections);
        vertx.setPeriodic(
                SWEEP_MILLIS,
                tick -> {
                    long now = System.nanoTime();
                    opened.sweep(now);
                    connections.sweep(now);
                });
        HttpServer http =
                vertx.createHttpServer(options())
                        .invalidRequestHandler(request -> new BadRequest(opened).answer(request))
                        .requestHandler(
                                request -> {
                                    connections.requested(request.connection());
                                    route(opened, request);
                                });
        server = Optional.of(http);
        shared.certificates().ifPresent(it -> it.serve(http));
        return Listening.start(http, connections::opened)
                .onSuccess(listening -> bound.accept(listening.actualPort()));
    }

    private HttpServerOptions options() {
        HttpServerOptions plain =
                new HttpServerOptions()
                        .setHost(settings.http().host())
                        .setPort(bindPort)
                        .setIdleTimeout((int) settings.http().idleTimeout().toMillis())
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxHeaderSize(settings.http().maxHeaderBytes())
                        .setMaxInitialLineLength(settings.http().maxRequestLineBytes())
                        .setMaxChunkSize(READ_CHUNK)
                        .setHttp2ClearTextEnabled(false)
                        .setDecompressionSupported(false);
        return shared.certificates().map(it -> it.secure(plain)).orElse(plain);
    }

    private void route(Door opened, HttpServerRequest request) {
        try {
            String path = request.path();
            if (EVENTS.equals(path)) {
                if (opened.leaving) {
                    early(opened, request, 503, "stopping", "this door is closing: try again");
                } else if (request.method().equals(HttpMethod.POST)) {
                    new IngestRequest(opened, request).start();
                } else {
                    request.response().putHeader(HttpHeaders.ALLOW, "POST");
                    early(opened, request, 405, "method_not_allowed", "send events with POST");
                }
            } else if (health.isPresent() && "/health/ready".equals(path)) {
                probe(opened, request, health.get().readiness());
            } else if (health.isPresent() && "/health/live".equals(path)) {
                probe(opened, request, health.get().liveness());
            } else {
                early(opened, request, 404, "not_found", "events are sent to " + EVENTS);
            }
        } catch (RuntimeException bug) {
            LOG.atError().setCause(bug).log("a request met a bug; its connection is closed");
            request.connection().close();
        }
    }

    private static void early(
            Door opened, HttpServerRequest request, int status, String code, String message) {
        new Reply(request, opened).early(Answer.refusal(status, code, message));
    }

    private void probe(Door opened, HttpServerRequest request, Future<Health.Report> asked) {
        Reply reply = new Reply(request, opened);
        asked.onComplete(
                report ->
                        context.runOnContext(
                                hop -> {
                                    boolean ok = report.succeeded() && report.result().ok();
                                    reply.early(
                                            ok
                                                    ? Answer.status(200, "up")
                                                    : Answer.status(503, "down"));
                                }));
    }

    /**
     * Answers what is under way, then stops. Until all clients have gone, or for a while, a request
     * that comes is told to try again; later it finds no listener.
     */
    @Override
    public Future<?> stop() {
        door.ifPresent(
                opened -> {
                    opened.leaving = true;
                    opened.packer.flush();
                });
        Promise<Void> gone = Promise.promise();
        awaitGone(System.nanoTime() + settings.leaveLimit().toNanos(), gone);
        return gone.future().compose(alone -> shutdown());
    }

    private void awaitGone(long deadline, Promise<Void> gone) {
        if (served.map(Connections::isEmpty).orElse(true) || System.nanoTime() >= deadline) {
            gone.complete();
        } else {
            vertx.setTimer(LEAVE_MILLIS, tick -> awaitGone(deadline, gone));
        }
    }

    private Future<?> shutdown() {
        return server.map(
                        http ->
                                http.shutdown(
                                        settings.drainLimit().toMillis(), TimeUnit.MILLISECONDS))
                .orElse(Future.succeededFuture());
    }
}
