package io.sluice.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Answers probes and scrapers on a port of its own: {@code /health/live}, {@code /health/ready}
 * (200 or 503, with the status of each dependency as JSON) and {@code /metrics} (Prometheus text).
 */
public final class ManagementServer {
    /**
     * A connection is silent while its answer is made, and the books may take ten minutes. {@code
     * max-connections} bounds those that only wait.
     */
    private static final int IDLE_SECONDS = 900;

    private final HttpServer server;

    private ManagementServer(HttpServer server) {
        this.server = server;
    }

    /** Starts the server; fails where the port is taken. */
    public static Future<ManagementServer> start(
            Vertx vertx, ManagementSettings settings, Health health, Metrics metrics) {
        return start(vertx, settings, health, metrics, Router.router(vertx));
    }

    /** As above, with further routes that the caller has put on the router. */
    public static Future<ManagementServer> start(
            Vertx vertx,
            ManagementSettings settings,
            Health health,
            Metrics metrics,
            Router router) {
        router.get("/health/live").handler(request -> probe(request, health.liveness()));
        router.get("/health/ready").handler(request -> probe(request, health.readiness()));
        router.get("/metrics").handler(request -> scrape(vertx, request, metrics));
        // Without it the router logs each bad request as an error of ours.
        router.errorHandler(400, request -> request.response().setStatusCode(400).end());
        HttpServerOptions options =
                new HttpServerOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setHttp2ClearTextEnabled(false);
        NewestConnections connections = new NewestConnections(settings.maxConnections());
        HttpServer server = vertx.createHttpServer(options).requestHandler(router);
        return Listening.start(server, connections::opened).map(ManagementServer::new);
    }

    /** The port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Stops listening and closes what is open. */
    public Future<Void> close() {
        return server.shutdown(1, TimeUnit.SECONDS);
    }

    private static void probe(RoutingContext request, Future<Health.Report> asked) {
        asked.onSuccess(
                        report -> {
                            JsonObject checks = new JsonObject();
                            report.checks()
                                    .forEach((name, status) -> checks.put(name, json(status)));
                            report.notes()
                                    .forEach(
                                            (name, status) ->
                                                    checks.put(
                                                            name,
                                                            json(status).put("needed", false)));
                            request.response()
                                    .setStatusCode(report.ok() ? 200 : 503)
                                    .putHeader("content-type", "application/json")
                                    .putHeader("cache-control", "no-store")
                                    .end(
                                            new JsonObject()
                                                    .put("status", report.ok() ? "up" : "down")
                                                    .put(
                                                            "phase",
                                                            report.phase()
                                                                    .name()
                                                                    .toLowerCase(Locale.ROOT))
                                                    .put("checks", checks)
                                                    .toBuffer());
                        })
                .onFailure(request::fail);
    }

    private static JsonObject json(Status status) {
        JsonObject json = new JsonObject().put("status", status.up() ? "up" : "down");
        return status.detail().isEmpty() ? json : json.put("detail", status.detail());
    }

    private static void scrape(Vertx vertx, RoutingContext request, Metrics metrics) {
        vertx.executeBlocking(metrics::scrape)
                .onSuccess(
                        text ->
                                request.response()
                                        .putHeader(
                                                "content-type",
                                                "text/plain; version=0.0.4; charset=utf-8")
                                        .end(text))
                .onFailure(request::fail);
    }
}
