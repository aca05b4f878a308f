package io.sluice.app.reload;

import io.sluice.archive.OffsetRanges;
import io.sluice.archive.RawRecord;

import java.io.IOException;
import java.util.Map;

/** Where raw events are read from. Blocks. */
sealed interface RawSource permits TopicSource, ArchiveSource {
    /** Takes records, each once; those of a partition need not come in order. */
    @FunctionalInterface
    interface Each {
        void take(RawRecord raw) throws IOException;
    }

    /**
     * Reads all records below a cut that the source has.
     *
     * @param cut the first offset of each partition that is not wanted
     * @return which records these were: all of the offsets in it
     */
    OffsetRanges read(Map<Integer, Long> cut, Each each) throws IOException;
}
