package io.sluice.runtime;

import io.vertx.core.http.HttpConnection;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bounds the connections of a server by closing the oldest: so whoever holds many open keeps no
 * probe out. Used on one event loop only.
 */
public final class NewestConnections {
    private final int limit;
    private final Deque<HttpConnection> open = new ArrayDeque<>();

    /** Bounds them by this number. */
    public NewestConnections(int limit) {
        this.limit = limit;
    }

    /** For a server's connection handler. */
    public void opened(HttpConnection connection) {
        open.addLast(connection);
        connection.closeHandler(closed -> open.remove(connection));
        if (open.size() > limit) {
            open.removeFirst().close();
        }
    }
}
