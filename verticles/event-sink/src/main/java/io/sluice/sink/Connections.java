package io.sluice.sink;

import io.vertx.core.http.HttpConnection;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds the connections of one instance: their number, and how long one may take to send a head.
 * An idle timeout alone is beaten by one byte now and then. Used on one event loop only.
 */
final class Connections {
    private final int limit;
    private final long silenceNanos;
    private final Addresses addresses;
    private final SinkMetrics metrics;
    private final Map<HttpConnection, Long> lastRequest = new HashMap<>();

    /**
     * @param limit connections at once; one more is closed
     * @param silence without any request after which a connection is closed
     * @param addresses those of all instances; one more from an address than allowed is closed
     */
    Connections(int limit, Duration silence, Addresses addresses, SinkMetrics metrics) {
        this.limit = limit;
        this.silenceNanos = silence.toNanos();
        this.addresses = addresses;
        this.metrics = metrics;
    }

    void opened(HttpConnection connection) {
        lastRequest.put(connection, System.nanoTime());
        metrics.connected();
        String address = String.valueOf(connection.remoteAddress().hostAddress());
        boolean welcome = addresses.opened(address);
        connection.closeHandler(
                closed -> {
                    lastRequest.remove(connection);
                    addresses.closed(address);
                    metrics.disconnected();
                });
        if (!welcome || lastRequest.size() > limit) {
            metrics.turnedAway();
            connection.close();
        }
    }

    /** A request has begun on the connection. */
    void requested(HttpConnection connection) {
        lastRequest.replace(connection, System.nanoTime());
    }

    boolean isEmpty() {
        return lastRequest.isEmpty();
    }

    /** Closes those that have not sent a request for too long. */
    void sweep(long nowNanos) {
        List<HttpConnection> silent =
                lastRequest.entrySet().stream()
                        .filter(it -> nowNanos - it.getValue() > silenceNanos)
                        .map(Map.Entry::getKey)
                        .toList();
        silent.forEach(HttpConnection::close);
    }
}
