package io.sluice.runtime;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts an HTTP server that takes connections once it is ready for them. Vert.x 5.0 binds the port
 * first and makes the server's meters after; who connects between the two has a connection without
 * meters, whose first request fails inside Vert.x and is never answered. Such a connection is
 * closed: its client tries again, as it does when nothing listens yet.
 */
public final class Listening {
    private Listening() {}

    /**
     * Listens.
     *
     * @param opened the connection handler; the server has none yet
     */
    public static Future<HttpServer> start(HttpServer server, Handler<HttpConnection> opened) {
        AtomicBoolean ready = new AtomicBoolean();
        return server.connectionHandler(
                        connection -> {
                            if (ready.get()) {
                                opened.handle(connection);
                            } else {
                                connection.close();
                            }
                        })
                .listen()
                .onSuccess(listening -> ready.set(true));
    }
}
