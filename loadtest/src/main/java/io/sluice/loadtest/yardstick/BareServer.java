package io.sluice.loadtest.yardstick;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The yardstick of the door with single events: a bare Vert.x server, with native transport and an
 * instance for each core, that takes the body, looks at nothing, and answers 202 with a text like
 * Sluice's. A program of its own; prints its port.
 */
public final class BareServer extends VerticleBase {
    private static final Buffer ANSWER =
            Buffer.buffer("{\"accepted\":1,\"rejected\":0,\"errors\":[]}");

    private final AtomicInteger port;

    private BareServer(AtomicInteger port) {
        this.port = port;
    }

    /** Serves until it is stopped. */
    public static void main(String[] args) {
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(cores)
                                .setPreferNativeTransport(true));
        AtomicInteger port = new AtomicInteger();
        vertx.deployVerticle(
                        () -> new BareServer(port), new DeploymentOptions().setInstances(cores))
                .onSuccess(
                        deployed -> {
                            System.out.println(port.get());
                            System.out.flush();
                        })
                .onFailure(
                        failed -> {
                            System.err.println(failed);
                            System.exit(1);
                        });
    }

    @Override
    public Future<?> start() {
        // A negative number is one free port for all instances.
        return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(-1))
                .requestHandler(BareServer::answer)
                .listen()
                .onSuccess(server -> port.set(server.actualPort()));
    }

    private static void answer(HttpServerRequest request) {
        request.body()
                .onSuccess(
                        body ->
                                request.response()
                                        .setStatusCode(202)
                                        .putHeader("Content-Type", "application/json")
                                        .end(ANSWER));
    }
}
