package io.sluice.batcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A batch on its way to the store.
 *
 * @param startedNanos by {@link System#nanoTime}
 */
record Upload(SealedBatch batch, CompletableFuture<Written> written, long startedNanos) {
    boolean isDone() {
        return written.isDone();
    }

    /** What was written; waits for it up to the deadline. */
    Written await(long deadlineNanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        return written.get(left, TimeUnit.NANOSECONDS);
    }

    void cancel() {
        written.cancel(false);
    }
}
