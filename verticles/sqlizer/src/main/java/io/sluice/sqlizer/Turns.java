package io.sluice.sqlizer;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Lets so many run at once, the others in the order they came. Thread-safe. */
final class Turns {
    private final int limit;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;
    private boolean starting;

    Turns(int limit) {
        this.limit = limit;
    }

    /** Runs it when it is its turn; its turn ends with its future. */
    <T> Future<T> take(Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        add(() -> task.get().onComplete(done).onComplete(ended -> end()));
        start();
        return done.future();
    }

    private synchronized void add(Runnable run) {
        waiting.add(run);
    }

    private void end() {
        ended();
        start();
    }

    private synchronized void ended() {
        running--;
    }

    /** A loop, not a recursion: many may end as soon as they are begun. */
    private void start() {
        if (!beginStarting()) {
            return;
        }
        for (Runnable run = next(); run != null; run = next()) {
            run.run();
        }
    }

    private synchronized boolean beginStarting() {
        boolean mine = !starting;
        starting = true;
        return mine;
    }

    private synchronized @Nullable Runnable next() {
        Runnable run = running < limit ? waiting.poll() : null;
        if (run == null) {
            starting = false;
        } else {
            running++;
        }
        return run;
    }
}
