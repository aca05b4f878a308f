package io.sluice.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Failures to come, each for one statement. Thread-safe. */
public final class Faults {
    /** What can go wrong. */
    public enum Fault {
        /** Error 1023: another transaction has the same tables. */
        SERIALIZATION,
        /** Error 1018: a table that is younger than the snapshot. */
        RELATION_GONE,
        /** The cluster changes its size. */
        RESIZE,
        /** No room is left. */
        DISK_FULL,
        /** The connection is cut before the statement has run. */
        LOST_BEFORE,
        /** The connection is cut after the statement has run, before its answer. */
        LOST_AFTER
    }

    private record Planned(String beginning, Fault fault) {}

    private final List<Planned> planned = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Optional<Fault> counted = Optional.empty();
    private int countdown;

    /**
     * The next statement that begins so meets the fault.
     *
     * @param beginning such as {@code COMMIT}, any case; empty for whatever comes next
     */
    public synchronized void next(String beginning, Fault fault) {
        planned.add(new Planned(beginning.toLowerCase(Locale.ROOT), fault));
    }

    /**
     * A statement to come meets the fault, whatever it is.
     *
     * @param skip how many are let pass before it
     */
    public synchronized void at(int skip, Fault fault) {
        countdown = skip;
        counted = Optional.of(fault);
    }

    /** Forgets what has not happened yet. */
    public synchronized void clear() {
        planned.clear();
        counted = Optional.empty();
    }

    /** Takes the fault for a statement; every statement of every client is shown to it. */
    public synchronized Optional<Fault> take(String sql) {
        String text = sql.strip();
        log.add(text);
        if (counted.isPresent() && countdown-- == 0) {
            Optional<Fault> now = counted;
            counted = Optional.empty();
            return now;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (Planned next : planned) {
            if (lower.startsWith(next.beginning)) {
                planned.remove(next);
                return Optional.of(next.fault);
            }
        }
        return Optional.empty();
    }

    /** Gives the statements seen since the last call, and forgets them. */
    public synchronized List<String> drain() {
        List<String> seen = List.copyOf(log);
        log.clear();
        return seen;
    }
}
