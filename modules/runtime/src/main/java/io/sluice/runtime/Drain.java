package io.sluice.runtime;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Stops a process in order. Closing Vert.x alone has no order, so what must be last (pools,
 * producers) could go first; here each step waits for the one before.
 *
 * <pre>
 * UNREADY -> INGRESS -> STAGES -> OUTLETS -> STORES -> PLATFORM
 * </pre>
 *
 * Steps of one phase run in the reverse order of their adding, as they may rest on what was started
 * before. A step that fails or takes longer than its limit is logged and the drain goes on. Runs
 * once, whoever asks first. Thread-safe.
 */
public final class Drain {
    /** When a step runs. */
    public enum Phase {
        /** Tell the world that no more work is wanted. */
        UNREADY,
        /** Stop HTTP: answer what is under way. */
        INGRESS,
        /** Stop poll loops: finish or abandon, commit. */
        STAGES,
        /** Flush and close producers and uploads. */
        OUTLETS,
        /** Close pools of connections. */
        STORES,
        /** Close Vert.x, embedded servers, files. */
        PLATFORM
    }

    private record Step(Phase phase, String name, Duration limit, Supplier<Future<?>> work) {}

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private final List<Step> steps = new ArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<List<String>> done = new CompletableFuture<>();

    /** Adds a step; one added after the drain has begun is not run. */
    public synchronized void add(
            Phase phase, String name, Duration limit, Supplier<Future<?>> work) {
        steps.add(new Step(phase, name, limit, work));
    }

    /** The longest time that {@link #run} can take: keep it below what the platform grants. */
    public synchronized Duration limit() {
        return steps.stream().map(Step::limit).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Runs all steps, or waits for the run that is under way. Blocks: not for an event loop.
     *
     * @return the names of the steps that failed or took too long; empty if all went well
     */
    public List<String> run() {
        if (begun.compareAndSet(false, true)) {
            List<String> troubled = new ArrayList<>();
            try {
                for (Step step : inOrder()) {
                    if (!finished(step)) {
                        troubled.add(step.name());
                    }
                }
            } finally {
                done.complete(List.copyOf(troubled));
            }
        }
        return done.join();
    }

    /**
     * Makes the end of the JVM (SIGTERM, Ctrl-C, exit) wait for the drain: when the hooks have
     * returned, the JVM halts whatever still runs.
     */
    public void atExit() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(this::run));
    }

    private synchronized List<Step> inOrder() {
        return steps.reversed().stream().sorted(Comparator.comparing(Step::phase)).toList();
    }

    private static boolean finished(Step step) {
        long start = System.nanoTime();
        try {
            step.work()
                    .get()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(step.limit().toMillis(), TimeUnit.MILLISECONDS);
            LOG.atDebug()
                    .addKeyValue("step", step.name())
                    .addKeyValue("millis", (System.nanoTime() - start) / 1_000_000)
                    .log("drain step done");
            return true;
        } catch (TimeoutException late) {
            warn(step, "drain step took longer than its limit; going on", late);
        } catch (ExecutionException failed) {
            warn(step, "drain step failed; going on", failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            warn(step, "drain step was interrupted; going on", stop);
        } catch (RuntimeException failed) {
            warn(step, "drain step failed; going on", failed);
        }
        return false;
    }

    private static void warn(Step step, String message, Throwable cause) {
        LOG.atWarn()
                .setCause(cause)
                .addKeyValue("step", step.name())
                .addKeyValue("limit", Durations.text(step.limit()))
                .log(message);
    }
}
