package io.sluice.app.load;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The ranges that the door has taken already. Thread-safe. */
public final class KnownRanges {
    private record Range(long start, long end) {}

    private final Map<Range, Set<String>> hashes = new ConcurrentHashMap<>();

    /** Notes a range. */
    public void add(RangeTag tag) {
        hashes.computeIfAbsent(
                        new Range(tag.start(), tag.end()), range -> ConcurrentHashMap.newKeySet())
                .add(tag.hash());
    }

    /** Whether any content's range of these bounds is known: worth a hash to see which. */
    boolean maybe(long start, long end) {
        return hashes.containsKey(new Range(start, end));
    }

    /** Whether exactly this range is known. */
    public boolean contains(RangeTag tag) {
        return hashes.getOrDefault(new Range(tag.start(), tag.end()), Set.of())
                .contains(tag.hash());
    }
}
