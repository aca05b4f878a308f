package io.sluice.loader;

import io.sluice.runtime.Status;
import io.sluice.warehouse.Failure;
import io.sluice.warehouse.WarehouseException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether loads fail for something that is away; says so once for each cause, and once when it is
 * over. What does not pass by itself is an error in the log and stays a gauge. Thread-safe.
 */
final class OutageWatch {
    private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);

    private record Outage(Failure failure, String reason, Instant since) {}

    private final LoaderMetrics metrics;
    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

    OutageWatch(LoaderMetrics metrics) {
        this.metrics = metrics;
    }

    void failed(WarehouseException failed) {
        Failure failure = failed.failure();
        Outage now = new Outage(failure, String.valueOf(failed.getMessage()), Instant.now());
        Outage before =
                outage.getAndUpdate(was -> was == null || was.failure() != failure ? now : was);
        if (before != null && before.failure() == failure) {
            return;
        }
        if (before != null) {
            metrics.standing(before.failure(), -1);
        }
        metrics.standing(failure, 1);
        boolean needsAPerson = failure.answer() == Failure.Answer.ALARM;
        log.atLevel(needsAPerson ? Level.ERROR : Level.WARN)
                .setCause(failed)
                .addKeyValue("failure", failure.word())
                .log(
                        needsAPerson
                                ? "loading stands still until somebody helps; it is tried again"
                                : "loading stands still and is tried again");
    }

    void worked() {
        Outage before = outage.getAndSet(null);
        if (before != null) {
            metrics.standing(before.failure(), -1);
            log.atInfo()
                    .addKeyValue("failure", before.failure().word())
                    .addKeyValue("since", before.since())
                    .log("loading goes on");
        }
    }

    Status status() {
        Outage now = outage.get();
        return now == null
                ? Status.UP
                : Status.down(
                        "%s: %s, since %s"
                                .formatted(now.failure().word(), now.reason(), now.since()));
    }
}
