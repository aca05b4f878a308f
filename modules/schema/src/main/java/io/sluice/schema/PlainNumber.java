package io.sluice.schema;

/**
 * The common case of a number with a point: at most 15 digits and no exponent. Such a number is its
 * own shortest double, and its one spelling is what was sent without the zeros at its end. Tells so
 * without making a single object.
 */
public final class PlainNumber {
    /** 15 digits and the point: every decimal number of 15 digits survives a double. */
    private static final int MOST_BYTES = 16;

    private PlainNumber() {}

    /**
     * Where the number's one spelling ends: behind it are only zeros, and a point if it is whole.
     *
     * @return -1 if it is no plain number (or a zero with a minus sign, which is spelled anew)
     */
    public static int end(byte[] bytes, int start, int end) {
        if (end - start > MOST_BYTES || bytes[start] == '-' && end - start == MOST_BYTES) {
            return -1;
        }
        int last = end;
        while (bytes[last - 1] == '0') {
            last--;
        }
        if (bytes[last - 1] == '.') {
            last--;
        }
        boolean zero = true;
        for (int i = start; i < end; i++) {
            if ((bytes[i] | 0x20) == 'e') {
                return -1;
            }
            zero &= bytes[i] <= '0';
        }
        return zero && bytes[start] == '-' ? -1 : last;
    }

    /** Digits after the point of a number with a point, up to what {@link #end} gave. */
    public static int scale(byte[] bytes, int start, int plainEnd) {
        for (int i = plainEnd - 1; i > start; i--) {
            if (bytes[i] == '.') {
                return plainEnd - 1 - i;
            }
        }
        return 0;
    }
}
