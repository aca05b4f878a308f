package io.sluice.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What lines of {@link CsvFormat} look like from afar: enough to tell rows from what only claims to
 * be rows, at a fraction of the cost of reading or compressing them.
 *
 * @param lines lines that end
 * @param separators commas between fields, of all lines
 * @param complete whether nothing stands after the last line's end
 */
public record LineShape(long lines, long separators, boolean complete) {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

    /** The shape of so many lines of so many fields. */
    public static LineShape of(long lines, int fields) {
        return new LineShape(lines, lines * (fields - 1), true);
    }

    /** The shape of these bytes. */
    public static LineShape of(byte[] bytes) {
        // All bits outside of quotes and none within: no branch for each byte.
        long bare = -1;
        long lines = 0;
        long separators = 0;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            long eight = (long) LONG.get(bytes, at);
            // In each byte how many quotes stand up to it: its lowest bit tells within from
            // without.
            long quotes = equal(eight, '"') * ONES;
            long outside = (quotes & ONES ^ bare) & ONES;
            lines += Long.bitCount(equal(eight, '\n') & outside);
            separators += Long.bitCount(equal(eight, ',') & outside);
            bare ^= -(quotes >>> 56 & 1);
        }
        int out = (int) bare & 1;
        for (; at < bytes.length; at++) {
            byte b = bytes[at];
            out ^= b == '"' ? 1 : 0;
            lines += b == '\n' ? out : 0;
            separators += b == ',' ? out : 0;
        }
        boolean ended = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
        return new LineShape(lines, separators, ended && out == 1);
    }

    /** The lowest bit of each byte that is this one. */
    private static long equal(long eight, char wanted) {
        long differs = eight ^ ONES * wanted;
        return ~((differs & LOWS) + LOWS | differs | LOWS) >>> 7;
    }
}
