package io.sluice.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Offsets of partitions, as ranges that neither touch nor overlap. Grows by {@link #add}; one
 * thread.
 */
public final class OffsetRanges {
    private final Map<Integer, TreeMap<Long, Long>> ranges = new TreeMap<>();

    /** Offsets from (inclusive) to (exclusive). */
    public record Range(long from, long to) {
        /**
         * @throws IllegalArgumentException if it ends before it begins, or begins below 0
         */
        public Range {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("no offsets: %d to %d".formatted(from, to));
            }
        }

        public boolean contains(long offset) {
            return offset >= from && offset < to;
        }
    }

    /** Takes a range in; what is there already stays. */
    public void add(int partition, Range range) {
        if (range.from() == range.to()) {
            return;
        }
        TreeMap<Long, Long> of = ranges.computeIfAbsent(partition, it -> new TreeMap<>());
        long from = range.from();
        long to = range.to();
        Map.Entry<Long, Long> before = of.floorEntry(to);
        while (before != null && before.getValue() >= from) {
            from = Math.min(from, before.getKey());
            to = Math.max(to, before.getValue());
            of.remove(before.getKey());
            before = of.floorEntry(to);
        }
        of.put(from, to);
    }

    /** Takes in all that a unit has. */
    public void add(ArchiveUnit unit) {
        unit.parts().forEach(part -> add(part.partition(), part.range()));
    }

    /** Whether an offset is in. */
    public boolean contains(int partition, long offset) {
        Map.Entry<Long, Long> at = of(partition).floorEntry(offset);
        return at != null && offset < at.getValue();
    }

    /** Whether a whole range is in; an empty one is. */
    public boolean contains(int partition, Range range) {
        Map.Entry<Long, Long> at = of(partition).floorEntry(range.from());
        return range.from() == range.to() || (at != null && range.to() <= at.getValue());
    }

    /** Whether all that a unit has is in. */
    public boolean contains(ArchiveUnit unit) {
        return unit.parts().stream().allMatch(part -> contains(part.partition(), part.range()));
    }

    /** What is in of a range, in order. */
    public List<Range> within(int partition, Range range) {
        List<Range> found = new ArrayList<>();
        of(partition)
                .forEach(
                        (from, to) -> {
                            long first = Math.max(from, range.from());
                            long last = Math.min(to, range.to());
                            if (first < last) {
                                found.add(new Range(first, last));
                            }
                        });
        return found;
    }

    /** What is not in of a range, in order. */
    public List<Range> missing(int partition, Range range) {
        List<Range> missing = new ArrayList<>();
        long next = range.from();
        for (Range there : within(partition, range)) {
            if (there.from() > next) {
                missing.add(new Range(next, there.from()));
            }
            next = there.to();
        }
        if (next < range.to()) {
            missing.add(new Range(next, range.to()));
        }
        return missing;
    }

    private NavigableMap<Long, Long> of(int partition) {
        return ranges.getOrDefault(partition, new TreeMap<>());
    }
}
