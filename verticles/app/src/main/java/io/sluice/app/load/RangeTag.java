package io.sluice.app.load;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of one request: which bytes of which content. It travels in the header {@value
 * #HEADER} and stays on the chunk.
 *
 * @param hash {@link ContentHash#hex} up to {@code end}
 * @param start the first byte of the range, in the uncompressed content
 * @param end after its last byte
 */
public record RangeTag(String hash, long start, long end) {
    public static final String HEADER = "X-Sluice-Tag";
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{32}):(\\d{1,18})-(\\d{1,18})");

    /** Reads {@link #toString} back; empty for a tag of another client. */
    public static Optional<RangeTag> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new RangeTag(
                                matcher.group(1),
                                Long.parseLong(matcher.group(2)),
                                Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return hash + ":" + start + "-" + end;
    }
}
