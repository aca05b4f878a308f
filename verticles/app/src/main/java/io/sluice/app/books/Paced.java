package io.sluice.app.books;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Work that is done again and again, on a thread of its own and for at most a tenth of the time.
 * That it fails is told once, and once more when it goes on.
 */
final class Paced implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Paced.class);

    /** The work takes at most one part of so many of the time. */
    private static final long SHARE = 10;

    private final String name;
    private final Duration every;
    private final Runnable work;
    private final ScheduledExecutorService thread;
    private boolean failing;

    /**
     * Begins.
     *
     * @param name of the thread, and of the work in the log
     * @param first pause before the first time
     * @param every least pause after each time; 0: it is never done
     */
    Paced(String name, Duration first, Duration every, Runnable work) {
        this.name = name;
        this.every = every;
        this.work = work;
        this.thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
        if (!every.isZero()) {
            after(first);
        }
    }

    private void after(Duration pause) {
        try {
            thread.schedule(this::once, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            log.atDebug().addKeyValue("work", name).log("done no more");
        }
    }

    private void once() {
        long began = System.nanoTime();
        try {
            work.run();
            if (failing) {
                log.atInfo().addKeyValue("work", name).log("can be done again");
            }
            failing = false;
        } catch (RuntimeException failed) {
            if (!failing && !thread.isShutdown()) {
                log.atWarn()
                        .setCause(failed)
                        .addKeyValue("work", name)
                        .log("cannot be done now; tried again");
            }
            failing = true;
        }
        Duration least = Duration.ofNanos(System.nanoTime() - began).multipliedBy(SHARE - 1);
        after(every.compareTo(least) > 0 ? every : least);
    }

    /** Stops; what runs is interrupted, and nobody waits for it. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
