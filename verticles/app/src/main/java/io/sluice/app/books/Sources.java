package io.sluice.app.books;

import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.Registry;
import io.sluice.storage.ObjectStore;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Future;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Where the books are read from; the caller's to close.
 *
 * @param bucket where batch files lie
 */
public record Sources(
        KafkaSettings kafka,
        Registry registry,
        Warehouse warehouse,
        ObjectStore store,
        String bucket) {

    /** Waits; registry and store have limits of their own. */
    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new CompletionException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CompletionException(stop);
        }
    }
}
