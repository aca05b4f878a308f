package io.sluice.loader;

import io.sluice.kafka.OffsetCounters;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far one partition is done: units finish in any order, an offset is committed only when all
 * before it have. Beside it stands how many records before it were no units, so that the books know
 * of each of them once. For the poll loop's thread.
 */
final class PartitionProgress {
    /** The counter of records that were no load units. */
    static final String MALFORMED = "malformed";

    private final TreeSet<Long> unfinished = new TreeSet<>();

    /** Offsets of records that are no units and not committed yet. */
    private final TreeSet<Long> malformed = new TreeSet<>();

    /** By offset, finished units with rows that have to become dead letters. */
    private final TreeMap<Long, QueuedUnit> refused = new TreeMap<>();

    private OffsetCounters counted;
    private long position = -1;
    private long committed = -1;

    /**
     * @param counted what is committed beside the offset
     */
    PartitionProgress(OffsetCounters counted) {
        this.counted = counted;
    }

    /** A record was read that is now to be worked on. */
    void begun(long offset) {
        unfinished.add(offset);
    }

    /** Its unit is loaded or set aside. */
    void finished(long offset) {
        unfinished.remove(offset);
    }

    /** Its unit is loaded without some rows, whose letters go out with the commit. */
    void refused(QueuedUnit unit) {
        refused.put(unit.offset(), unit);
    }

    /** Units before an offset whose rows have to become dead letters. */
    Collection<QueuedUnit> refusedBefore(long next) {
        return refused.headMap(next).values();
    }

    /** A record was read that is no unit: there is nothing to be done about it. */
    void malformed(long offset) {
        malformed.add(offset);
    }

    /** Records whose offsets wait for a commit: those that are no units, and units with letters. */
    int uncounted() {
        return malformed.size() + refused.size();
    }

    /** Where reading goes on: past the last record and the markers after it. */
    void position(long next) {
        position = next;
    }

    /**
     * The lowest offset that is not done; empty if that is committed already or none was read.
     *
     * @param mostRefused before it there are at most so many units with rows that have to become
     *     dead letters
     */
    Optional<OffsetAndMetadata> committable(int mostRefused) {
        long done = unfinished.isEmpty() ? position : unfinished.first();
        long next =
                refused.headMap(done).keySet().stream().skip(mostRefused).findFirst().orElse(done);
        return next > committed
                ? Optional.of(new OffsetAndMetadata(next, counters(next).encode()))
                : Optional.empty();
    }

    /** This was committed. */
    void committed(long next) {
        if (next > committed) {
            counted = counters(next);
            malformed.headSet(next).clear();
            refused.headMap(next).clear();
            committed = next;
        }
    }

    private OffsetCounters counters(long next) {
        int more = malformed.headSet(next).size();
        return more == 0 ? counted : counted.plus(MALFORMED, more);
    }
}
