package io.sluice.sqlizer;

import io.sluice.kafka.OffsetCounters;

import java.util.Map;

/** The counters of one events partition since its beginning. One thread. */
final class PartitionBooks {
    static final String EVENTS = "events";
    static final String ROWS = "rows";
    static final String DEAD = "dead";
    static final String ALTERED = "altered";

    private final OffsetCounters before;
    private long events;
    private long rows;
    private long dead;
    private long altered;

    /** Continues from what was committed. */
    PartitionBooks(OffsetCounters committed) {
        before = committed;
    }

    void add(int moreEvents, int moreRows, int moreDead, int moreAltered) {
        events += moreEvents;
        rows += moreRows;
        dead += moreDead;
        altered += moreAltered;
    }

    OffsetCounters counters() {
        return before.plus(Map.of(EVENTS, events, ROWS, rows, DEAD, dead, ALTERED, altered));
    }
}
