package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Polls Kafka on a platform thread of its own and hands the records to a {@link RecordWork}. When
 * polling or the work fails, both are closed and made anew after a pause that grows from 0.2 to 10
 * s: an outage heals by itself, and nothing loops hot. The public methods are thread-safe. A loop
 * runs once: it cannot be started again after it was stopped.
 */
public final class PollLoop {
    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);

    private final Config config;
    private final WorkFactory factory;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Backoff backoff = new Backoff();
    private volatile State state = new State.Stopped();
    private volatile @Nullable PollSession session;
    private volatile long stopBy;
    private @Nullable Thread thread;

    /**
     * What to poll.
     *
     * @param name the slot of the instance: group.instance.id, client.id and name of the thread
     * @param groupId the consumer group
     * @param topics the topics to read, those made later included
     * @param maxPollRecords records that one poll gives at most
     * @param pollTimeout how long a poll waits when nothing comes; 50 to 200 ms suits most
     * @param extra consumer properties that differ from ours
     */
    public record Config(
            String name,
            KafkaSettings kafka,
            String groupId,
            Pattern topics,
            int maxPollRecords,
            Duration pollTimeout,
            Map<String, String> extra) {
        public Config {
            extra = Map.copyOf(extra);
        }
    }

    /** Makes the work of a loop: at start, and again after each failure. */
    @FunctionalInterface
    public interface WorkFactory {
        /**
         * Called on the loop's thread.
         *
         * @param consumer for pause, resume, seek, committed, groupMetadata and currentLag, on the
         *     loop's thread only; the loop itself polls, subscribes and closes it
         * @param loop runs a task on the loop's thread, soon, also while a poll waits; tasks that
         *     this work has not seen when it is closed are dropped
         */
        RecordWork create(Consumer<byte[], byte[]> consumer, Executor loop) throws Exception;
    }

    /** How a loop fares. */
    public sealed interface State {
        /** Started, and not yet a member of its group. */
        record Starting(Instant since) implements State {}

        /** A member of its group, polling. */
        record Running() implements State {}

        /** Kafka or the work fails; the loop goes on trying. */
        record Retrying(String reason, Instant since) implements State {}

        /** Not started, or stopped. */
        record Stopped() implements State {}
    }

    public PollLoop(Config config, WorkFactory factory) {
        this.config = config;
        this.factory = factory;
    }

    /** Starts the thread and returns; {@link #state} tells how it goes. */
    public synchronized void start() {
        if (thread != null || stopAsked.getCount() == 0) {
            throw new IllegalStateException(config.name() + " was started or stopped before");
        }
        state = new State.Starting(Instant.now());
        thread = Thread.ofPlatform().name(config.name()).daemon().start(this::run);
    }

    /**
     * Asks the work to drain, leaves the group at once (a static member would otherwise hold its
     * partitions until its session ends) and ends the thread.
     *
     * @param limit after it the thread is interrupted, and the stage fails with a {@link
     *     TimeoutException}
     * @return fails also if draining failed; what was not committed is then read again by the next
     */
    public synchronized CompletionStage<Void> stop(Duration limit) {
        Thread running = thread;
        if (running == null) {
            stopAsked.countDown();
            return CompletableFuture.completedFuture(null);
        }
        if (stopAsked.getCount() > 0) {
            stopBy = System.nanoTime() + limit.toNanos();
            stopAsked.countDown();
        }
        wake();
        return ended.copy()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete(
                        (done, failure) -> {
                            if (failure instanceof TimeoutException) {
                                running.interrupt();
                            }
                        });
    }

    /**
     * Runs a task on the loop's thread, between polls, also while a poll waits. An exception in it
     * is a failure of the work. Tasks not yet run when the loop stops are dropped.
     */
    public void execute(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** How the loop fares now. */
    public State state() {
        return state;
    }

    private void wake() {
        PollSession current = session;
        if (current != null) {
            current.wake();
        }
    }

    private boolean stopping() {
        return stopAsked.getCount() == 0;
    }

    private void run() {
        while (!stopping()) {
            long opened = System.nanoTime();
            try {
                runSession();
            } catch (Throwable failure) {
                boolean over = stopping() || failure instanceof InterruptException;
                if (over) {
                    end(Optional.of(failure));
                    return;
                }
                if (!pauseAfter(failure, Duration.ofNanos(System.nanoTime() - opened))) {
                    break;
                }
            }
        }
        end(Optional.empty());
    }

    private void end(Optional<Throwable> failure) {
        state = new State.Stopped();
        failure.ifPresentOrElse(ended::completeExceptionally, () -> ended.complete(null));
        if (failure.isPresent() && !stopping()) {
            log.atError()
                    .setMessage("Poll loop was interrupted and ends")
                    .addKeyValue("loop", config.name())
                    .setCause(failure.get())
                    .log();
        }
    }

    private void runSession() throws Exception {
        PollSession opened = new PollSession(config, factory, tasks);
        try {
            session = opened;
            while (!stopping()) {
                if (!opened.turn()) {
                    return;
                }
                state = opened.state(state);
            }
            opened.drain(Duration.ofNanos(stopBy - System.nanoTime()));
        } catch (Throwable failure) {
            opened.abandon(failure, stopping());
            throw failure;
        } finally {
            session = null;
        }
    }

    /** Waits before the next try; false if there is to be none. */
    private boolean pauseAfter(Throwable failure, Duration lived) {
        Duration pause = backoff.after(failure, lived);
        Instant since = state instanceof State.Retrying before ? before.since() : Instant.now();
        state = new State.Retrying(String.valueOf(failure), since);
        log.atLevel(backoff.isFirst() ? Level.WARN : Level.DEBUG)
                .setMessage("Poll loop failed and starts anew")
                .addKeyValue("loop", config.name())
                .addKeyValue("group", config.groupId())
                .addKeyValue("pauseMs", pause.toMillis())
                .setCause(failure)
                .log();
        try {
            return !stopAsked.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException forced) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
