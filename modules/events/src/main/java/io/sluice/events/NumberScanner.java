package io.sluice.events;

/** Scans numbers. One thread. */
final class NumberScanner {
    private static final long ZEROS = 0x3030303030303030L;
    private static final long HIGHS = 0x8080808080808080L;

    /** Brings 10 to the high bit. */
    private static final long TEN_TO_HIGH = 0x7676767676767676L;

    private final ScanRefusal refusal;
    private boolean whole;

    NumberScanner(ScanRefusal refusal) {
        this.refusal = refusal;
    }

    /** Whether the last number had neither fraction nor exponent. */
    boolean whole() {
        return whole;
    }

    /** From the minus sign or first digit to after the number, or -1. */
    int scan(byte[] json, int from, int end) {
        int at = json[from] == '-' ? from + 1 : from;
        int first = at;
        at = digits(json, at, end);
        if (at == first) {
            return refusal.unexpected(json, end, at, at, "a minus sign needs digits after it");
        }
        if (json[first] == '0' && at > first + 1) {
            return refusal.fail(RejectCode.INVALID_JSON, first, "a number has no leading zeros");
        }
        whole = at >= end || (json[at] != '.' && (json[at] | 0x20) != 'e');
        return whole ? at : rest(json, at, end);
    }

    private int rest(byte[] json, int from, int end) {
        int at = from;
        if (json[at] == '.') {
            int fraction = at + 1;
            at = digits(json, fraction, end);
            if (at == fraction) {
                return refusal.unexpected(
                        json, end, at, at, "a decimal point needs digits after it");
            }
        }
        if (at < end && (json[at] | 0x20) == 'e') {
            int exponent = at + 1;
            if (exponent < end && (json[exponent] == '+' || json[exponent] == '-')) {
                exponent++;
            }
            at = digits(json, exponent, end);
            if (at == exponent) {
                return refusal.unexpected(json, end, at, at, "an exponent needs digits");
            }
        }
        return at;
    }

    private static int digits(byte[] json, int from, int end) {
        int at = from;
        while (at + 8 <= json.length) {
            long value = JsonStrings.eight(json, at) ^ ZEROS;
            // A high bit at each byte above 9; exact for the lowest such byte, which is the first.
            long others = (value + TEN_TO_HIGH | value) & HIGHS;
            if (others != 0) {
                return Math.min(at + (Long.numberOfTrailingZeros(others) >>> 3), end);
            }
            at += 8;
            if (at >= end) {
                return end;
            }
        }
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at;
    }
}
