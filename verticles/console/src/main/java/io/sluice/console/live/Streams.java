package io.sluice.console.live;

import io.sluice.console.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Pages that watch, by server-sent events. What a slow one cannot take it misses, and one that has
 * taken nothing for long is cut off: nothing piles up. Each news is a heartbeat too. On one event
 * loop.
 */
public final class Streams implements AutoCloseable {
    /** News that one may miss in a row: half a minute of the usual pace. */
    private static final int MOST_MISSED = 15;

    private final int most;
    private final List<Stream> open = new ArrayList<>();

    private static final class Stream {
        private final HttpServerResponse response;
        private final BooleanSupplier allowed;
        private int missed;

        Stream(HttpServerResponse response, BooleanSupplier allowed) {
            this.response = response;
            this.allowed = allowed;
        }
    }

    Streams(int most) {
        this.most = most;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * One more watches.
     *
     * @param first what it is told at once
     * @param allowed whether it still may, asked before each news
     * @throws HttpProblem if too many do
     */
    public void add(HttpServerResponse response, JsonObject first, BooleanSupplier allowed) {
        if (open.size() >= most) {
            throw HttpProblem.unavailable(
                    "%d pages watch already (console.page.max-streams): close one".formatted(most));
        }
        Stream stream = new Stream(response, allowed);
        open.add(stream);
        response.closeHandler(gone -> open.remove(stream));
        response.exceptionHandler(gone -> open.remove(stream));
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                // A proxy that gathers answers would show them late.
                .putHeader("X-Accel-Buffering", "no");
        response.write(event("snapshot", first));
    }

    private static Buffer event(String name, JsonObject data) {
        // JSON has no bare line break in it.
        return Buffer.buffer("event: " + name + "\ndata: " + data.encode() + "\n\n");
    }

    void send(String name, JsonObject data) {
        if (open.isEmpty()) {
            return;
        }
        Buffer event = event(name, data);
        for (Stream stream : List.copyOf(open)) {
            if (!stream.allowed.getAsBoolean()) {
                end(stream);
            } else if (!stream.response.writeQueueFull()) {
                stream.missed = 0;
                stream.response.write(event);
            } else if (++stream.missed > MOST_MISSED) {
                open.remove(stream);
                stream.response.reset();
            }
        }
    }

    private void end(Stream stream) {
        open.remove(stream);
        stream.response.end();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(this::end);
    }
}
