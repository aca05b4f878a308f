package io.sluice.app.load;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ranges that the door has taken already. Thread-safe. */
public final class KnownRanges {
    /** By start, then end. */
    private final Map<Long, Map<Long, Set<String>>> hashes = new ConcurrentHashMap<>();

    /** Notes a range. */
    public void add(RangeTag tag) {
        hashes.computeIfAbsent(tag.start(), start -> new ConcurrentHashMap<>())
                .computeIfAbsent(tag.end(), end -> ConcurrentHashMap.newKeySet())
                .add(tag.hash());
    }

    /** Whether a range of any content that begins here is known: worth a look at its ends. */
    boolean beginAt(long start) {
        return hashes.containsKey(start);
    }

    /** Whether any content's range of these bounds is known: worth a hash to see which. */
    boolean maybe(long start, long end) {
        return hashes.getOrDefault(start, Map.of()).containsKey(end);
    }

    /** Whether exactly this range is known. */
    public boolean contains(RangeTag tag) {
        return hashes.getOrDefault(tag.start(), Map.of())
                .getOrDefault(tag.end(), Set.of())
                .contains(tag.hash());
    }
}
