package io.sluice.events;

import io.sluice.events.JsonTape.Kind;

import java.util.Arrays;

/**
 * Fills a tape from bytes, strictly by RFC 8259 and beyond: UTF-8 without overlong forms and
 * surrogates, no byte-order mark, one root, no unpaired surrogate escape, and no key twice in an
 * object unless the limits say so. Every method that advances returns the next index, or -1 after
 * noting the error.
 */
final class JsonScanner {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private final JsonTape tape;
    private final KeySet keys;
    private byte[] json = {};
    private int end;
    private int[] stack = new int[64];
    private int[] pendingKey = new int[64];
    private int depth;
    private int flags;

    private RejectCode errorCode = RejectCode.INVALID_JSON;
    private boolean lost;
    private int errorAt;
    private String errorDetail = "";

    JsonScanner(JsonTape tape) {
        this.tape = tape;
        this.keys = new KeySet(tape);
    }

    RejectCode errorCode() {
        return errorCode;
    }

    boolean lostItsWay() {
        return lost;
    }

    int errorAt() {
        return errorAt;
    }

    String errorDetail() {
        return errorDetail;
    }

    boolean scan(byte[] bytes, int start, int stop) {
        json = bytes;
        end = stop;
        depth = 0;
        lost = false;
        keys.clear();
        if (stop - start >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF) {
            fail(RejectCode.INVALID_ENCODING, start, "a byte-order mark: send UTF-8 without one");
            return false;
        }
        int at = start;
        while (at >= 0) {
            at = value(at);
            if (at < 0) {
                return false;
            }
            at = afterValue(at);
            if (at == end && depth == 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * From before a value to after it; of a container that is not empty, to after its first scalar.
     */
    private int value(int from) {
        int at = skipSpace(from);
        if (at == end) {
            return fail(RejectCode.INVALID_JSON, at, "the document ends where a value is expected");
        }
        byte b = json[at];
        return switch (b) {
            case '{' -> open(Kind.OBJECT, at);
            case '[' -> open(Kind.ARRAY, at);
            case '"' -> {
                int token = add(Kind.STRING, at + 1);
                yield token < 0 ? -1 : closeString(token, string(at + 1));
            }
            case 't' -> literal(Kind.TRUE, at, "true");
            case 'f' -> literal(Kind.FALSE, at, "false");
            case 'n' -> literal(Kind.NULL, at, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default ->
                    unexpected(at, at, "a value is expected, not " + describe(b) + literalHint(b));
        };
    }

    private static String literalHint(byte b) {
        return switch (b) {
            case 'N', 'I' -> " (JSON has neither NaN nor Infinity)";
            case '\'' -> " (strings stand in double quotes)";
            default -> "";
        };
    }

    private int open(Kind kind, int at) {
        if (depth == tape.limits.maxDepth()) {
            return fail(
                    RejectCode.TOO_DEEP,
                    at,
                    "more than " + depth + " levels of objects and arrays");
        }
        int token = add(kind, at);
        if (token < 0) {
            return -1;
        }
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
            pendingKey = Arrays.copyOf(pendingKey, depth * 2);
        }
        stack[depth] = token;
        pendingKey[depth] = -1;
        depth++;
        int next = skipSpace(at + 1);
        boolean object = kind == Kind.OBJECT;
        if (next < end && json[next] == (object ? '}' : ']')) {
            return close(next);
        }
        int first = object ? key(next) : next;
        return first < 0 ? -1 : value(first);
    }

    private int close(int at) {
        depth--;
        tape.close(stack[depth], at + 1, 0);
        return at + 1;
    }

    /** After a value: completes it in its container and goes on to the next value, if any. */
    private int afterValue(int from) {
        int at = from;
        while (true) {
            at = skipSpace(at);
            if (depth == 0) {
                return at == end
                        ? at
                        : unexpected(
                                at,
                                at,
                                "one document is expected, but after it stands "
                                        + describe(json[at]));
            }
            boolean object = pendingKey[depth - 1] >= 0;
            if (object) {
                tape.closeKey(pendingKey[depth - 1]);
            }
            if (at == end) {
                return fail(
                        RejectCode.INVALID_JSON,
                        at,
                        "the document ends inside " + (object ? "an object" : "an array"));
            }
            byte b = json[at];
            if (b == ',') {
                return object ? key(skipSpace(at + 1)) : at + 1;
            }
            if (b != (object ? '}' : ']')) {
                return unexpected(
                        at, at, "expected , or " + (object ? '}' : ']') + ", not " + describe(b));
            }
            at = close(at);
        }
    }

    private int key(int at) {
        if (at >= end || json[at] != '"') {
            return unexpected(
                    at,
                    at,
                    "a key in double quotes is expected"
                            + (at < end ? ", not " + describe(json[at]) : ""));
        }
        int token = add(Kind.KEY, at + 1);
        if (token < 0) {
            return -1;
        }
        int quote = string(at + 1);
        if (quote < 0) {
            return -1;
        }
        tape.close(token, quote, flags);
        if ((flags & JsonTape.NUL) != 0) {
            markContainers();
        }
        tape.setHash(token, hashOf(at + 1, quote));
        int earlier = keys.add(token, stack[depth - 1]);
        if (earlier >= 0) {
            if (tape.limits.duplicateKeys() == DuplicateKeys.REFUSE) {
                return fail(RejectCode.DUPLICATE_KEY, at, "a key that the same object has already");
            }
            tape.shadow(earlier);
        }
        pendingKey[depth - 1] = token;
        int colon = skipSpace(quote + 1);
        if (colon >= end || json[colon] != ':') {
            return unexpected(colon, colon, "a colon is expected after the key");
        }
        return colon + 1;
    }

    private long hashOf(int start, int quote) {
        if ((flags & JsonTape.ESCAPED) == 0) {
            return JsonStrings.hash(json, start, quote);
        }
        byte[] text = JsonStrings.unescape(json, start, quote);
        return JsonStrings.hash(text, 0, text.length);
    }

    private int closeString(int token, int quote) {
        if (quote < 0) {
            return -1;
        }
        tape.close(token, quote, flags);
        if ((flags & JsonTape.NUL) != 0) {
            markContainers();
        }
        return quote + 1;
    }

    private void markContainers() {
        for (int i = 0; i < depth; i++) {
            tape.mark(stack[i], JsonTape.NUL);
        }
    }

    /** From after the opening quote to the closing one; {@link #flags} then tells what was met. */
    private int string(int from) {
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
            if (at >= end) {
                return fail(RejectCode.INVALID_JSON, end, "a string is not closed");
            }
            byte b = json[at];
            if (b == '"') {
                return at;
            } else if (b == '\\') {
                flags |= JsonTape.ESCAPED;
                at = escape(at);
            } else if (b < 0) {
                at = multiByte(at);
            } else if (b < 0x20) {
                return fail(
                        RejectCode.INVALID_JSON,
                        at,
                        describe(b) + " stands bare in a string: escape it");
            } else {
                at++;
            }
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

    private int escape(int at) {
        if (at + 1 >= end) {
            return fail(RejectCode.INVALID_JSON, at, "a string is not closed");
        }
        switch (json[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                return unicodeEscape(at);
            }
            default -> {
                return unexpected(at + 1, at, "no such escape: \\ and " + describe(json[at + 1]));
            }
        }
    }

    private int unicodeEscape(int at) {
        int c = at + 6 <= end ? JsonStrings.hex4(json, at + 2) : -1;
        if (c < 0) {
            int odd = at + 2;
            while (odd < end && Character.digit(json[odd], 16) >= 0) {
                odd++;
            }
            return unexpected(odd, at, "\\u needs four hexadecimal digits");
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
                : fail(RejectCode.LONE_SURROGATE, at, "half of a surrogate pair is no character");
    }

    private static boolean isLowSurrogate(int c) {
        return c >= 0xDC00 && c <= 0xDFFF;
    }

    private int multiByte(int at) {
        int length = Utf8.length(json, at, end);
        return length > 0 ? at + length : noCharacter(at);
    }

    private int noCharacter(int at) {
        return fail(
                RejectCode.INVALID_ENCODING, at, describe(json[at]) + " begins no UTF-8 character");
    }

    private int literal(Kind kind, int at, String text) {
        int stop = at + text.length();
        int same = at + 1;
        while (same < stop && same < end && json[same] == text.charAt(same - at)) {
            same++;
        }
        return same == stop
                ? scalar(kind, at, stop)
                : unexpected(same, at, "a value is expected: is this " + text + "?");
    }

    private int number(int from) {
        int at = json[from] == '-' ? from + 1 : from;
        int digits = at;
        at = digits(at);
        if (at == digits) {
            return unexpected(at, at, "a minus sign needs digits after it");
        }
        if (json[digits] == '0' && at > digits + 1) {
            return fail(RejectCode.INVALID_JSON, digits, "a number has no leading zeros");
        }
        Kind kind = Kind.INTEGER;
        if (at < end && json[at] == '.') {
            kind = Kind.DECIMAL;
            int fraction = at + 1;
            at = digits(fraction);
            if (at == fraction) {
                return unexpected(at, at, "a decimal point needs digits after it");
            }
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            kind = Kind.DECIMAL;
            int exponent = at + 1;
            if (exponent < end && (json[exponent] == '+' || json[exponent] == '-')) {
                exponent++;
            }
            at = digits(exponent);
            if (at == exponent) {
                return unexpected(at, at, "an exponent needs digits");
            }
        }
        return scalar(kind, from, at);
    }

    private int digits(int from) {
        int at = from;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at;
    }

    private int scalar(Kind kind, int at, int stop) {
        int token = add(kind, at);
        if (token < 0) {
            return -1;
        }
        tape.close(token, stop, 0);
        return stop;
    }

    private int add(Kind kind, int at) {
        int token = tape.add(kind, at);
        if (token < 0) {
            fail(
                    RejectCode.TOO_MANY_VALUES,
                    at,
                    "more than " + tape.limits.maxTokens() + " keys and values");
        }
        return token;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < end) {
            byte b = json[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return at;
            }
            at++;
        }
        return at;
    }

    private static String describe(byte b) {
        return b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }

    /**
     * Refuses what stands where JSON has something else.
     *
     * @param odd the first byte that does not belong there: if it is no UTF-8 that is the reason
     * @param at the byte that the refusal names otherwise
     */
    private int unexpected(int odd, int at, String detail) {
        if (!Utf8.malformed(json, odd, end)) {
            return fail(RejectCode.INVALID_JSON, at, detail);
        }
        noCharacter(odd);
        lost = true;
        return -1;
    }

    private int fail(RejectCode code, int at, String detail) {
        errorCode = code;
        lost = code == RejectCode.INVALID_JSON;
        errorAt = at;
        errorDetail = detail;
        return -1;
    }
}
