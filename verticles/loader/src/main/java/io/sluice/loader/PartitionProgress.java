package io.sluice.loader;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far one partition is done: units finish in any order, an offset is committed only when all
 * before it have. For the poll loop's thread.
 */
final class PartitionProgress {
    private final TreeSet<Long> unfinished = new TreeSet<>();
    private final String metadata;
    private long position = -1;
    private long committed = -1;

    /**
     * @param metadata what stands beside the committed offset, and is to stay there
     */
    PartitionProgress(String metadata) {
        this.metadata = metadata;
    }

    String metadata() {
        return metadata;
    }

    /** A record was read that is now to be worked on. */
    void begun(long offset) {
        unfinished.add(offset);
    }

    /** Its unit is loaded or set aside. */
    void finished(long offset) {
        unfinished.remove(offset);
    }

    /** Where reading goes on: past the last record and the markers after it. */
    void position(long next) {
        position = next;
    }

    /** The lowest offset that is not done; empty if that is committed already or none was read. */
    OptionalLong committable() {
        long next = unfinished.isEmpty() ? position : unfinished.first();
        return next > committed ? OptionalLong.of(next) : OptionalLong.empty();
    }

    /** This was committed. */
    void committed(long next) {
        committed = Math.max(committed, next);
    }
}
