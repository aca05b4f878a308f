package io.sluice.kafka;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cumulative counters of one partition, kept in the metadata of its committed offset: they move
 * with the offset, in the same transaction, so that the books never differ from what was committed.
 *
 * @param counts a value, 0 to {@value #MOST}, by name ({@code [a-z][a-z0-9_]*}); names not in it
 *     count 0
 */
public record OffsetCounters(SortedMap<String, Long> counts) {
    public static final OffsetCounters ZERO = new OffsetCounters(new TreeMap<>());

    /** Offsets that were gone before the group had read them; see {@link Gaps}. */
    public static final String SKIPPED = "skipped";

    /** How often the partition ended before what the group had read: made anew, or cut. */
    public static final String ANEW = "anew";

    /** The largest value; a count stays at it, since a longer one could not be read back. */
    public static final long MOST = 999_999_999_999_999_999L;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern ENTRY = Pattern.compile("([a-z][a-z0-9_]*)=([0-9]{1,18})");

    public OffsetCounters {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** The value of a name, 0 if there is none. */
    public long get(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** These counters with one of them raised. */
    public OffsetCounters plus(String name, long more) {
        return plus(Map.of(name, more));
    }

    /** These counters with several raised; also the sum over two partitions. */
    public OffsetCounters plus(Map<String, Long> more) {
        SortedMap<String, Long> sum = new TreeMap<>(counts);
        more.forEach(
                (name, value) -> {
                    if (!NAME.matcher(name).matches() || value < 0) {
                        throw new IllegalArgumentException("no counter: " + name + "=" + value);
                    }
                    sum.merge(name, Math.min(MOST, value), (a, b) -> Math.min(MOST, a + b));
                });
        return new OffsetCounters(sum);
    }

    /** The text for the metadata of an offset: {@code k=v;k=v}, by name. */
    public String encode() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    /** Reads {@link #encode} back; no text, or text of another writer, counts nothing. */
    public static OffsetCounters parse(@Nullable String text) {
        SortedMap<String, Long> counts = new TreeMap<>();
        if (text == null || text.isEmpty()) {
            return ZERO;
        }
        for (String part : text.split(";", -1)) {
            Matcher entry = ENTRY.matcher(part);
            if (!entry.matches()) {
                return ZERO;
            }
            counts.put(entry.group(1), Long.parseLong(entry.group(2)));
        }
        return new OffsetCounters(counts);
    }
}
