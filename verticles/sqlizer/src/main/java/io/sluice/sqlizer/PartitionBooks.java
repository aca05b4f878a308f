package io.sluice.sqlizer;

import io.sluice.kafka.OffsetCounters;

import java.util.HashMap;
import java.util.Map;

/**
 * The counters of one events partition since its beginning: {@code events = rows + dead}; {@code
 * altered} is the sum over the rules, each of which has a counter of its own; {@code pieces} are
 * the rows of values that are kept elsewhere. {@code lumped} are lines that were counted as one
 * event together with others: a record that is mostly no events is one dead letter. One thread.
 */
final class PartitionBooks {
    static final String EVENTS = "events";
    static final String ROWS = "rows";
    static final String DEAD = "dead";
    static final String ALTERED = "altered";
    static final String PIECES = "pieces";

    static final String LUMPED = "lumped";

    private final OffsetCounters before;
    private final Map<String, Long> alteredByRule = new HashMap<>();
    private long events;
    private long rows;
    private long dead;
    private long altered;
    private long pieces;
    private long lumped;

    /** Continues from what was committed. */
    PartitionBooks(OffsetCounters committed) {
        before = committed;
    }

    /**
     * Counts up.
     *
     * @param moreAltered alterations by rule; rules are few, since metadata of an offset is small
     */
    void add(
            int moreEvents,
            int moreRows,
            int moreDead,
            Map<String, Integer> moreAltered,
            int morePieces) {
        pieces += morePieces;
        events += moreEvents;
        rows += moreRows;
        dead += moreDead;
        moreAltered.forEach(
                (rule, count) -> {
                    altered += count;
                    alteredByRule.merge(ALTERED + "_" + rule, (long) count, Long::sum);
                });
    }

    /** Counts lines that are in no count of events. */
    void lumped(int more) {
        lumped += more;
    }

    OffsetCounters counters() {
        OffsetCounters all =
                before.plus(Map.of(EVENTS, events, ROWS, rows, DEAD, dead, ALTERED, altered))
                        .plus(alteredByRule);
        OffsetCounters some = lumped == 0 ? all : all.plus(LUMPED, lumped);
        return pieces == 0 ? some : some.plus(PIECES, pieces);
    }
}
