package io.sluice.faults.load;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the doors answered, by kind. Thread-safe. */
public final class Answers {
    /** A kind of answer. */
    public enum Kind {
        /** 202, and all events accepted. */
        ACCEPTED,

        /** 503 with Retry-After. */
        BUSY,

        /** Nobody listens: another door is to be tried. */
        REFUSED,

        /** No answer in time, or the connection broke. */
        BROKEN,

        /** Anything else, which no fault excuses. */
        WRONG
    }

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);

    synchronized void count(Kind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** How many of a kind until now. */
    public synchronized long of(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (kind, count) ->
                        text.append(text.isEmpty() ? "" : ", ")
                                .append(count)
                                .append(' ')
                                .append(kind.name().toLowerCase(Locale.ROOT)));
        return text.toString();
    }
}
