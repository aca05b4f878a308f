package io.sluice.sink;

import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Records of one topic that are acknowledged together.
 *
 * @param topic where they go
 * @param messages what they are, one or more
 * @param deadlineNanos by {@link System#nanoTime}: until when a topic that is not there is waited
 *     for
 * @param done completes, on any thread, when Kafka has them all or one of them failed for good
 */
record Outgoing(String topic, List<Message> messages, long deadlineNanos, Promise<Void> done) {

    /** Counts acknowledgements; completes the promise with the last one. */
    static final class Countdown {
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private final Promise<Void> done;

        Countdown(Outgoing outgoing) {
            open = new AtomicInteger(outgoing.messages().size());
            done = outgoing.done();
        }

        void acknowledged(@Nullable Exception failed) {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
            if (open.decrementAndGet() == 0) {
                Exception first = failure.get();
                if (first == null) {
                    done.complete();
                } else {
                    done.fail(first);
                }
            }
        }
    }
}
