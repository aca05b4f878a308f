package io.sluice.faults.rig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something again and again, on a thread of its own, until it is closed. */
public final class Repeated implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Repeated.class);

    private final ScheduledExecutorService thread;

    /** What is done; an interrupt tells that it is over. */
    @FunctionalInterface
    public interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Begins after one pause.
     *
     * @param pause from the end of one time to the beginning of the next
     */
    public Repeated(String name, Duration pause, Work work) {
        thread =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name(name).factory());
        long nanos = pause.toNanos();
        var _ = thread.scheduleWithFixedDelay(() -> once(work), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** A failure is told, and does not end it: the executor would do so in silence. */
    private static void once(Work work) {
        try {
            work.run();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            log.atError().setCause(failed).log("failed; tried again");
        }
    }

    /** Interrupts what goes on, and waits for its end. */
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
