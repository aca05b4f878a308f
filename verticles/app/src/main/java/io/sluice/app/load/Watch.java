package io.sluice.app.load;

import io.sluice.app.Installation;
import io.sluice.kafka.GroupOffsets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks how far the stages are, and shows it. A look that fails (a backend is busy or away) is
 * repeated; only without any progress for {@link #PATIENCE} waiting ends.
 */
final class Watch {
    /** Without any progress for so long the run gives up, and says what it waits for. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A look asks all backends: not too often while there is much to do, and soon at the end. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);

    private static final Duration LOOK_EVERY_AT_THE_END = Duration.ofMillis(50);
    private static final long NEAR_THE_END = 100_000;
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final Installation installation;
    private final String app;
    private final GroupOffsets offsets;
    private final Progress progress;

    Watch(Installation installation, String app, GroupOffsets offsets, Progress progress) {
        this.installation = installation;
        this.app = app;
        this.offsets = offsets;
        this.progress = progress;
    }

    /** What may fail as sending may. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does the work, and shows meanwhile how far the warehouse is. */
    void during(Work work) throws IOException, InterruptedException {
        look().ifPresent(progress::begin);
        try (ScheduledExecutorService looking =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("progress").factory())) {
            looking.scheduleWithFixedDelay(
                    () -> look().ifPresent(progress::show), 1, 1, TimeUnit.SECONDS);
            try {
                work.run();
            } finally {
                looking.shutdownNow();
            }
        }
    }

    /** Waits until nothing is under way, or nothing moves any more. */
    Stages settle() throws InterruptedException {
        Optional<Stages> last = Optional.empty();
        long movedAt = System.nanoTime();
        while (true) {
            Optional<Stages> now = look();
            if (now.isPresent() && !now.equals(last)) {
                last = now;
                movedAt = System.nanoTime();
                progress.show(now.get());
            }
            if (now.isPresent() && now.get().settled()) {
                return now.get();
            }
            if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
                return last.orElseThrow(
                        () -> new IllegalStateException("cannot see how far the stages are"));
            }
            boolean near = last.isPresent() && last.get().rowsBehind() < NEAR_THE_END;
            TimeUnit.MILLISECONDS.sleep((near ? LOOK_EVERY_AT_THE_END : LOOK_EVERY).toMillis());
        }
    }

    private Optional<Stages> look() {
        try {
            return Optional.of(
                    Stages.read(app, offsets, installation.registry(), installation.warehouse()));
        } catch (RuntimeException failed) {
            log.atDebug().setCause(failed).addKeyValue("app", app).log("Stages cannot be read");
            return Optional.empty();
        }
    }
}
