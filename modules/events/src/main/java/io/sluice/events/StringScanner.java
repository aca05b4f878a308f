package io.sluice.events;

/** Scans the inside of strings, eight bytes at a time where they are plain. One thread. */
final class StringScanner {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final ScanRefusal refusal;
    private int flags;

    StringScanner(ScanRefusal refusal) {
        this.refusal = refusal;
    }

    /** What the last string has: {@link JsonTape#ESCAPED}, {@link JsonTape#NUL}. */
    int flags() {
        return flags;
    }

    /** From after the opening quote to the closing one, or -1. */
    int scan(byte[] json, int from, int end) {
        flags = 0;
        int at = from;
        while (true) {
            while (at + 8 <= end) {
                long special = specials(JsonStrings.eight(json, at));
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                at += 8;
            }
            if (at < end && json[at] == '"') {
                return at;
            }
            at = special(json, at, end);
            if (at < 0) {
                return -1;
            }
        }
    }

    /** A high bit at each byte that ends a plain run; exact for the lowest such byte. */
    private static long specials(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        return ((quote - ONES & ~quote)
                        | (backslash - ONES & ~backslash)
                        | (eight - ONES * 0x20 & ~eight)
                        | eight)
                & HIGHS;
    }

    private int special(byte[] json, int at, int end) {
        if (at >= end) {
            return refusal.fail(RejectCode.INVALID_JSON, end, "a string is not closed");
        }
        byte b = json[at];
        if (b == '\\') {
            flags |= JsonTape.ESCAPED;
            return escape(json, at, end);
        } else if (b < 0) {
            int length = Utf8.length(json, at, end);
            return length > 0 ? at + length : refusal.noCharacter(json, at);
        } else if (b < 0x20) {
            return refusal.fail(
                    RejectCode.INVALID_JSON,
                    at,
                    ScanRefusal.describe(b) + " stands bare in a string: escape it");
        }
        return at + 1;
    }

    private int escape(byte[] json, int at, int end) {
        if (at + 1 >= end) {
            return refusal.fail(RejectCode.INVALID_JSON, at, "a string is not closed");
        }
        return switch (json[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> unicodeEscape(json, at, end);
            default ->
                    refusal.unexpected(
                            json,
                            end,
                            at + 1,
                            at,
                            "no such escape: \\ and " + ScanRefusal.describe(json[at + 1]));
        };
    }

    private int unicodeEscape(byte[] json, int at, int end) {
        int c = at + 6 <= end ? JsonStrings.hex4(json, at + 2) : -1;
        if (c < 0) {
            int odd = at + 2;
            while (odd < end && Character.digit(json[odd], 16) >= 0) {
                odd++;
            }
            return refusal.unexpected(json, end, odd, at, "\\u needs four hexadecimal digits");
        }
        if (c == 0) {
            flags |= JsonTape.NUL;
        }
        if (!Character.isSurrogate((char) c)) {
            return at + 6;
        }
        boolean paired =
                Character.isHighSurrogate((char) c)
                        && at + 12 <= end
                        && json[at + 6] == '\\'
                        && json[at + 7] == 'u'
                        && isLowSurrogate(JsonStrings.hex4(json, at + 8));
        return paired
                ? at + 12
                : refusal.fail(
                        RejectCode.LONE_SURROGATE, at, "half of a surrogate pair is no character");
    }

    private static boolean isLowSurrogate(int c) {
        return c >= 0xDC00 && c <= 0xDFFF;
    }
}
