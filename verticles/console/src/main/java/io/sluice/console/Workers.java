package io.sluice.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what blocks, a few at a time; more than wait are refused. */
final class Workers implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int WAITING = 100;
    private static final int LONGEST_MINUTES = 6;

    private final WorkerExecutor executor;
    private final AtomicInteger under = new AtomicInteger();

    Workers(Vertx vertx) {
        executor =
                vertx.createSharedWorkerExecutor(
                        "console", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    <T> Future<T> run(Callable<T> blocking) {
        if (under.incrementAndGet() > THREADS + WAITING) {
            under.decrementAndGet();
            return Future.failedFuture(
                    HttpProblem.unavailable("too many calls are under way: try again"));
        }
        return executor.executeBlocking(blocking, false)
                .onComplete(done -> under.decrementAndGet());
    }

    @Override
    public void close() {
        executor.close();
    }
}
