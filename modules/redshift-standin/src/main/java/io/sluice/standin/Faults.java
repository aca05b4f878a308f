package io.sluice.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Failures to come, for one statement each or for a time. Thread-safe. */
public final class Faults {
    /** What can go wrong. */
    public enum Fault {
        /** Error 1023: another transaction has the same tables. */
        SERIALIZATION,
        /** Error 1018: a table that is younger than the snapshot. */
        RELATION_GONE,
        /** Two transactions wait for each other. */
        DEADLOCK,
        /** The server takes no writes. */
        READ_ONLY,
        /** The cluster changes its size. */
        RESIZE,
        /** No room is left. */
        DISK_FULL,
        /** The connection is cut before the statement has run. */
        LOST_BEFORE,
        /** The connection is cut after the statement has run, before its answer. */
        LOST_AFTER
    }

    private record Planned(String beginning, Fault fault) {
        Planned {
            beginning = beginning.toLowerCase(Locale.ROOT);
        }

        boolean hits(String sql) {
            return sql.regionMatches(true, 0, beginning, 0, beginning.length());
        }
    }

    private final List<Planned> planned = new ArrayList<>();
    private final List<Planned> lasting = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private boolean listening;
    private Optional<Fault> counted = Optional.empty();
    private int countdown;

    /**
     * The next statement that begins so meets the fault.
     *
     * @param beginning such as {@code COMMIT}, any case; empty for whatever comes next
     */
    public synchronized void next(String beginning, Fault fault) {
        planned.add(new Planned(beginning, fault));
    }

    /** Every statement that begins so meets the fault, until {@link #clear}. */
    public synchronized void every(String beginning, Fault fault) {
        lasting.add(new Planned(beginning, fault));
    }

    /** How many faults of {@link #next} wait for their statement. */
    public synchronized int waiting() {
        return planned.size();
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
        lasting.clear();
        counted = Optional.empty();
    }

    /** Takes the fault for a statement; every statement of every client is shown to it. */
    public synchronized Optional<Fault> take(String sql) {
        String text = sql.strip();
        if (listening) {
            log.add(text);
        }
        if (counted.isPresent() && countdown-- == 0) {
            Optional<Fault> now = counted;
            counted = Optional.empty();
            return now;
        }
        for (Planned next : planned) {
            if (next.hits(text)) {
                planned.remove(next);
                return Optional.of(next.fault);
            }
        }
        return lasting.stream().filter(it -> it.hits(text)).map(Planned::fault).findFirst();
    }

    /**
     * Gives the statements seen since the last call, and forgets them; the first call begins it.
     */
    public synchronized List<String> drain() {
        listening = true;
        List<String> seen = List.copyOf(log);
        log.clear();
        return seen;
    }
}
