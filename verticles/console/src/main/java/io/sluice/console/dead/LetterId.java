package io.sluice.console.dead;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a letter lies on its app's topic of dead letters; as text {@code 0-1234}. */
public record LetterId(int partition, long offset) implements Comparable<LetterId> {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})-([0-9]{1,18})");

    /** Reads {@link #toString} back. */
    public static Optional<LetterId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new LetterId(
                                Integer.parseInt(matcher.group(1)),
                                Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** By partition, then the newest first: the order of lists. */
    @Override
    public int compareTo(LetterId other) {
        return partition == other.partition
                ? Long.compare(other.offset, offset)
                : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }
}
