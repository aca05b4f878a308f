package io.sluice.sink;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/** A request that waits for chunks to be acknowledged. Used on one event loop only. */
final class Pending {
    private final Consumer<@Nullable Throwable> done;
    private int open = 1;
    private @Nullable Throwable failure;

    /**
     * @param done called once, with the first failure or null, when every chunk is settled
     */
    Pending(Consumer<@Nullable Throwable> done) {
        this.done = done;
    }

    /** One chunk more has events of this request. */
    void await() {
        open++;
    }

    /** A chunk was acknowledged or has failed. */
    void settled(@Nullable Throwable failed) {
        if (failure == null) {
            failure = failed;
        }
        open--;
        if (open == 0) {
            done.accept(failure);
        }
    }

    /** All events of the request are in chunks: from now on it can be done. */
    void complete() {
        settled(null);
    }
}
