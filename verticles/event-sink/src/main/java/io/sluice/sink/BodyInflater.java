package io.sluice.sink;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

/**
 * Inflates bodies on threads of its own, so that no event loop stands still for it. What waits here
 * is bounded by the bytes in flight. Thread-safe, one per process.
 */
final class BodyInflater {
    private final WorkerExecutor threads;
    private final InflateSettings settings;
    private final int maxBodyBytes;

    BodyInflater(Vertx vertx, InflateSettings settings, int maxBodyBytes) {
        this.threads = vertx.createSharedWorkerExecutor("event-sink-inflate", settings.threads());
        this.settings = settings;
        this.maxBodyBytes = maxBodyBytes;
    }

    /**
     * Inflates what is in the one into the other. Completes on the caller's context, with a {@link
     * BodyException} if the body is broken or inflates too far. Neither may be used meanwhile.
     */
    Future<BodyCollector.Result> inflate(
            Encoding encoding, BodyCollector compressed, BodyCollector inflated) {
        return threads.executeBlocking(
                () ->
                        new Inflation(
                                        compressed.body(),
                                        inflated,
                                        settings.maxRatio(),
                                        maxBodyBytes)
                                .run(encoding),
                false);
    }

    Future<Void> close() {
        return threads.close();
    }
}
