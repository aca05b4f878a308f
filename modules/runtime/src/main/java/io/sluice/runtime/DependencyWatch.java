package io.sluice.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks what this process depends on, every few seconds, whether it answers: probes then tell at
 * once what was found last, and the gauge {@code sluice.dependency.up} tells the alarms.
 * Thread-safe.
 */
public final class DependencyWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DependencyWatch.class);

    private final Vertx vertx;
    private final Health health;
    private final MeterRegistry meters;
    private final Duration every;
    private final Duration limit;
    private final List<Long> timers = new ArrayList<>();

    /** Asks every 3 s, and waits 6 s for an answer: so an outage is known within 9 s. */
    public DependencyWatch(Vertx vertx, Health health, MeterRegistry meters) {
        this(vertx, health, meters, Duration.ofSeconds(3), Duration.ofSeconds(6));
    }

    DependencyWatch(
            Vertx vertx, Health health, MeterRegistry meters, Duration every, Duration limit) {
        this.vertx = vertx;
        this.health = health;
        this.meters = meters;
        this.every = every;
        this.limit = limit;
    }

    /** Whether a process can do its work without. */
    public enum Need {
        /** Not: it is unready while this is down. */
        REQUIRED,
        /** For a while, or in part: probes tell, and it stays ready. */
        HELPFUL
    }

    /**
     * Begins to ask.
     *
     * @param name as probes and the metric tell it
     * @param ask must not block; a failure means down. Not asked again before it has answered
     */
    public synchronized void watch(String name, Need need, Supplier<Future<?>> ask) {
        Watched watched = new Watched(name, ask);
        switch (need) {
            case REQUIRED -> health.ready(name, watched::status);
            case HELPFUL -> health.informs(name, watched::status);
        }
        Gauge.builder("sluice.dependency.up", watched, it -> it.status().up() ? 1 : 0)
                .description("1 if it answers, 0 if not")
                .tag("name", name)
                .strongReference(true)
                .register(meters);
        watched.ask();
        timers.add(vertx.setPeriodic(every.toMillis(), timer -> watched.ask()));
    }

    /** Asks no more; what was found last stays. */
    @Override
    public synchronized void close() {
        timers.forEach(vertx::cancelTimer);
    }

    private final class Watched {
        private final String name;
        private final Supplier<Future<?>> asking;
        private Status status = Status.down("not asked yet");
        private boolean asked;

        Watched(String name, Supplier<Future<?>> asking) {
            this.name = name;
            this.asking = asking;
        }

        synchronized Status status() {
            return status;
        }

        synchronized void ask() {
            if (!asked) {
                asked = true;
                Future<?> answer = Future.<Void>succeededFuture().compose(start -> asking.get());
                answer.onComplete(it -> answered(Status.UP), this::failed);
                answer.timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(it -> late(answer.isComplete()));
            }
        }

        private void failed(Throwable failure) {
            answered(Status.down(String.valueOf(failure.getMessage())));
        }

        private synchronized void answered(Status now) {
            asked = false;
            found(now);
        }

        private synchronized void late(boolean complete) {
            if (!complete) {
                found(Status.down("no answer within " + Durations.text(limit)));
            }
        }

        private void found(Status now) {
            if (now.up() != status.up()) {
                if (now.up()) {
                    log.atInfo().addKeyValue("name", name).log("dependency answers");
                } else {
                    log.atWarn()
                            .addKeyValue("name", name)
                            .addKeyValue("detail", now.detail())
                            .log("dependency is down");
                }
                status = now.up() ? now : Status.down(now.detail() + ", since " + Instant.now());
            }
        }
    }
}
