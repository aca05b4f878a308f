package io.sluice.app.admin;

import io.sluice.runtime.ByteSizes;
import io.sluice.runtime.Durations;

import java.time.Duration;
import java.util.Optional;

/** Numbers as people write them; empty where a text is none. */
final class Numbers {
    private Numbers() {}

    static Optional<Long> whole(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    /** As {@code 10MiB}. */
    static Optional<Long> bytes(String text) {
        return ByteSizes.parse(text).stream().boxed().findFirst();
    }

    /** As {@code 12h}. */
    static Optional<Duration> duration(String text) {
        return Durations.parse(text);
    }
}
