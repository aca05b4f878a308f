package io.sluice.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.storage.MissingObjectException;
import io.sluice.storage.ObjectPage;
import io.sluice.storage.ObjectStore;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Measures the calls of a store: {@code sluice.storage.requests}, by call and outcome. */
record MeteredStore(ObjectStore store, MeterRegistry meters) implements ObjectStore {
    private <T> CompletionStage<T> measured(String call, CompletionStage<T> stage) {
        long began = System.nanoTime();
        return stage.whenComplete(
                (done, failure) ->
                        Timer.builder("sluice.storage.requests")
                                .description("Calls of the object store, retries within them")
                                .tag("call", call)
                                .tag("outcome", outcome(failure))
                                .register(meters)
                                .record(Duration.ofNanos(System.nanoTime() - began)));
    }

    private static String outcome(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return switch (cause) {
            case null -> "done";
            case MissingObjectException missing -> "missing";
            default -> "failed";
        };
    }

    @Override
    public CompletionStage<Void> put(String bucket, String key, ByteBuffer content) {
        return measured("put", store.put(bucket, key, content));
    }

    @Override
    public CompletionStage<byte[]> get(String bucket, String key) {
        return measured("get", store.get(bucket, key));
    }

    @Override
    public CompletionStage<InputStream> open(String bucket, String key) {
        return measured("open", store.open(bucket, key));
    }

    @Override
    public CompletionStage<Optional<Long>> size(String bucket, String key) {
        return measured("head", store.size(bucket, key));
    }

    @Override
    public CompletionStage<ObjectPage> list(String bucket, String prefix, Optional<String> after) {
        return measured("list", store.list(bucket, prefix, after));
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        return measured("delete", store.delete(bucket, key));
    }

    @Override
    public CompletionStage<Void> ensureBucket(String bucket) {
        return store.ensureBucket(bucket);
    }

    @Override
    public void close() {
        store.close();
    }
}
