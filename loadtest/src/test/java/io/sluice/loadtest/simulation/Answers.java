package io.sluice.loadtest.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** What the door has answered to the clients of this process. Thread-safe. */
final class Answers {
    private static final AtomicLong ACCEPTED = new AtomicLong();
    private static final AtomicLong REFUSED = new AtomicLong();

    private Answers() {}

    /** Events that a 202 has acknowledged. */
    static void accepted(long events) {
        ACCEPTED.addAndGet(events);
    }

    /** A request that the door was too busy for. */
    static void refused() {
        REFUSED.incrementAndGet();
    }

    /** Leaves the sums for {@link Simulate}, which compares them with what has arrived. */
    static void write() {
        String file = System.getProperty("sluice.answers", "");
        if (!file.isEmpty()) {
            try {
                Files.writeString(Path.of(file), ACCEPTED + " " + REFUSED);
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot write " + file, failed);
            }
        }
    }
}
