package io.sluice.warehouse;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of event time.
 *
 * @param from the first moment of it; empty: since ever
 * @param to the first moment after it; empty: for ever
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {
    public static final TimeRange ALL = new TimeRange(Optional.empty(), Optional.empty());

    /**
     * @throws IllegalArgumentException if it ends before it begins
     */
    public TimeRange {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw new IllegalArgumentException(
                    "a time range from %s to %s is empty".formatted(from.get(), to.get()));
        }
    }

    /** A condition on event tables, true for the rows within. */
    String condition(Dialect dialect) {
        List<String> parts = new ArrayList<>();
        from.ifPresent(it -> parts.add("_ts >= " + moment(dialect, it)));
        to.ifPresent(it -> parts.add("_ts < " + moment(dialect, it)));
        return parts.isEmpty() ? "TRUE" : String.join(" AND ", parts);
    }

    private static String moment(Dialect dialect, Instant instant) {
        return "CAST(" + dialect.literal(instant.toString()) + " AS TIMESTAMPTZ)";
    }
}
