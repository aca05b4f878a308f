package io.sluice.events;

/** Finds the ends of lines, looking at eight bytes at a time. */
public final class Lines {
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Lines() {}

    /** The first line end from {@code start} on, or {@code stop} where there is none. */
    public static int end(byte[] bytes, int start, int stop) {
        int at = start;
        for (; at + 8 <= stop; at += 8) {
            long differs = JsonStrings.eight(bytes, at) ^ NEWLINES;
            // A high bit at each byte that is zero; exact for the lowest, which is the first.
            long zero = (differs - ONES) & ~differs & HIGHS;
            if (zero != 0) {
                return at + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
        }
        while (at < stop && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
