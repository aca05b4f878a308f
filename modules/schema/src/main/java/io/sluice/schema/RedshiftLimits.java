package io.sluice.schema;

import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;

/**
 * What Redshift's VARCHAR and SUPER cannot hold. Sizes are those of its documentation, of which the
 * smaller one where pages differ: VARCHAR and a string within SUPER 65,535 bytes, SUPER 1,000
 * levels and a megabyte, a row that COPY reads 4 MB. Pure.
 */
public final class RedshiftLimits {
    /** Bytes of UTF-8 in a VARCHAR, or in one string within a SUPER. */
    public static final int TEXT_BYTES = 65_535;

    /** Bytes of JSON text in a SUPER. */
    public static final int JSON_BYTES = 1_000_000;

    /** Levels of objects and arrays in a SUPER. */
    public static final int JSON_DEPTH = 1_000;

    /** Bytes of a line that COPY reads. */
    public static final int ROW_BYTES = 4_000_000;

    /** Digits of a DECIMAL, which a SUPER's numbers can be. */
    private static final int DECIMAL_DIGITS = 38;

    /** Why a value cannot be held. */
    public enum Verdict {
        HELD,
        TEXT_TOO_LONG,
        JSON_TOO_LARGE,
        JSON_TOO_DEEP,
        JSON_TEXT_TOO_LONG,
        /** A number of more than 38 digits that is not its own shortest double: it is rounded. */
        JSON_NUMBER_INEXACT
    }

    private RedshiftLimits() {}

    /**
     * Whether a column can hold a value that is not flattened.
     *
     * @param isSuper whether the column is a SUPER even if the value is no object or array
     */
    public static Verdict ofColumn(JsonTape tape, int value, boolean isSuper) {
        return switch (tape.kind(value)) {
            case OBJECT, ARRAY -> ofJson(tape, value, 0);
            case STRING -> isLong(tape, value) ? Verdict.TEXT_TOO_LONG : Verdict.HELD;
            case INTEGER, DECIMAL -> {
                if (isSuper) {
                    yield isExact(tape, value) ? Verdict.HELD : Verdict.JSON_NUMBER_INEXACT;
                }
                boolean isLong = tape.end(value) - tape.start(value) > TEXT_BYTES;
                yield isLong ? Verdict.TEXT_TOO_LONG : Verdict.HELD;
            }
            case TRUE, FALSE, NULL, KEY -> Verdict.HELD;
        };
    }

    /**
     * Whether a SUPER can hold a value.
     *
     * @param above levels that lie around the value in the same SUPER
     */
    public static Verdict ofJson(JsonTape tape, int value, int above) {
        int length = tape.end(value) - tape.start(value);
        if (length > JSON_BYTES) {
            return Verdict.JSON_TOO_LARGE;
        }
        // Where U+0000 alone tells keys apart, the JSON text becomes one string.
        if (length > TEXT_BYTES && tape.kind(value) != Kind.STRING && tape.hasNul(value)) {
            return Verdict.JSON_TEXT_TOO_LONG;
        }
        // A level takes two bytes.
        if (length > 2 * (JSON_DEPTH - above) && depth(tape, value) > JSON_DEPTH - above) {
            return Verdict.JSON_TOO_DEEP;
        }
        for (int token = value; token < tape.next(value); token++) {
            Kind kind = tape.kind(token);
            if ((kind == Kind.STRING || kind == Kind.KEY) && isLong(tape, token)) {
                return kind == Kind.STRING && token == value
                        ? Verdict.TEXT_TOO_LONG
                        : Verdict.JSON_TEXT_TOO_LONG;
            }
            if ((kind == Kind.INTEGER || kind == Kind.DECIMAL) && !isExact(tape, token)) {
                return Verdict.JSON_NUMBER_INEXACT;
            }
        }
        return Verdict.HELD;
    }

    private static boolean isLong(JsonTape tape, int string) {
        return tape.end(string) - tape.start(string) > TEXT_BYTES
                && (!tape.escaped(string) || tape.text(string).length > TEXT_BYTES);
    }

    private static boolean isExact(JsonTape tape, int number) {
        int start = tape.start(number);
        int end = tape.end(number);
        if (end - start <= DECIMAL_DIGITS && !hasExponent(tape.json(), start, end)) {
            return true;
        }
        return !NumberText.of(tape.json(), start, end).facts().notDouble();
    }

    private static boolean hasExponent(byte[] json, int start, int end) {
        for (int i = start; i < end; i++) {
            if (json[i] == 'e' || json[i] == 'E') {
                return true;
            }
        }
        return false;
    }

    private static int depth(JsonTape tape, int value) {
        int[] ends = new int[JSON_DEPTH + 3];
        int open = 0;
        int deepest = 0;
        for (int token = value; token < tape.next(value); token++) {
            while (open > 0 && ends[open - 1] <= token) {
                open--;
            }
            if (tape.kind(token) == Kind.OBJECT || tape.kind(token) == Kind.ARRAY) {
                if (open == ends.length) {
                    return open + 1;
                }
                ends[open++] = tape.next(token);
                deepest = Math.max(deepest, open);
            }
        }
        return deepest;
    }
}
