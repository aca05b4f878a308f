package io.sluice.storage;

import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Puts objects into one bucket, a bounded number at a time. Thread-safe. */
public final class BoundedPuts {
    private final ObjectStore store;
    private final String bucket;
    private final Semaphore free;

    /**
     * @param concurrency objects on their way at once
     */
    public BoundedPuts(ObjectStore store, String bucket, int concurrency) {
        this.store = store;
        this.bucket = bucket;
        this.free = new Semaphore(concurrency);
    }

    /** Where objects go. */
    public String bucket() {
        return bucket;
    }

    /**
     * Waits for a free place first, so that what is made does not pile up in memory.
     *
     * @param batch what the object is for; once it is done nothing is sent
     * @throws CancellationException if it is done
     */
    public CompletableFuture<Void> put(Future<?> batch, String key, ByteBuffer content)
            throws InterruptedException {
        free.acquire();
        if (batch.isDone()) {
            free.release();
            throw new CancellationException("the batch was given up");
        }
        CompletableFuture<Void> sent = store.put(bucket, key, content).toCompletableFuture();
        return sent.whenComplete((done, failure) -> free.release());
    }
}
