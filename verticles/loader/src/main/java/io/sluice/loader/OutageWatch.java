package io.sluice.loader;

import io.sluice.runtime.Status;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether loads fail for something that is away; says so once, and once when it is over.
 * Thread-safe.
 */
final class OutageWatch {
    private static final Logger log = LoggerFactory.getLogger(OutageWatch.class);

    private record Outage(String reason, Instant since) {}

    private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

    void failed(Throwable failure) {
        Outage now = new Outage(String.valueOf(failure.getMessage()), Instant.now());
        if (outage.compareAndSet(null, now)) {
            log.atWarn().setCause(failure).log("loading stands still and is tried again");
        }
    }

    void worked() {
        Outage before = outage.getAndSet(null);
        if (before != null) {
            log.atInfo().addKeyValue("since", before.since()).log("loading goes on");
        }
    }

    Status status() {
        Outage now = outage.get();
        return now == null ? Status.UP : Status.down(now.reason() + ", since " + now.since());
    }
}
