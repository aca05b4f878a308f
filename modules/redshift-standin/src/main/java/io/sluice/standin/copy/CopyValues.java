package io.sluice.standin.copy;

import io.sluice.standin.copy.ColumnType.BigInt;
import io.sluice.standin.copy.ColumnType.Bool;
import io.sluice.standin.copy.ColumnType.Char;
import io.sluice.standin.copy.ColumnType.Date;
import io.sluice.standin.copy.ColumnType.Decimal;
import io.sluice.standin.copy.ColumnType.DoublePrecision;
import io.sluice.standin.copy.ColumnType.Int;
import io.sluice.standin.copy.ColumnType.Real;
import io.sluice.standin.copy.ColumnType.SmallInt;
import io.sluice.standin.copy.ColumnType.Super;
import io.sluice.standin.copy.ColumnType.Timestamp;
import io.sluice.standin.copy.ColumnType.TimestampTz;
import io.sluice.standin.copy.ColumnType.Varchar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What COPY takes as a value of a type, and what it makes of it. One thread. */
final class CopyValues {
    private static final Set<String> TRUE = Set.of("true", "t", "y", "yes", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "n", "no", "0");

    /** Doubles outside are not kept as they are: see 1.2 of what is known of Redshift's numbers. */
    private static final double SMALLEST = 1e-307;

    private final boolean anyTimeFormat;
    private final java.nio.charset.CharsetDecoder utf8 =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);

    CopyValues(boolean anyTimeFormat) {
        this.anyTimeFormat = anyTimeFormat;
    }

    /** The text of a field, if it is one. */
    String text(byte[] bytes, int start, int end) throws BadValue {
        try {
            String text = utf8.decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
            if (text.indexOf('\0') >= 0) {
                throw new BadValue(1218, "Invalid null byte - field longer than 1 byte");
            }
            return text;
        } catch (CharacterCodingException invalid) {
            throw new BadValue(1220, "String contains invalid or unsupported UTF8 codepoints");
        }
    }

    /**
     * The value as PostgreSQL's COPY takes it for the type that stands for this one.
     *
     * @param text not empty, unless the type is one of characters
     */
    String value(ColumnType type, String text) throws BadValue {
        return switch (type) {
            case SmallInt t -> whole(text, Short.MIN_VALUE, Short.MAX_VALUE, "Short");
            case Int t -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE, "Integer");
            case BigInt t -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE, "Long");
            case Decimal t -> decimal(text, t);
            case Real t -> floating(text, Float.MAX_VALUE, Float.MIN_NORMAL);
            case DoublePrecision t -> floating(text, Double.MAX_VALUE, SMALLEST);
            case Bool t -> bool(text);
            case Char t -> characters(text, t);
            case Varchar t -> bounded(text, t.bytes());
            case Date t -> CopyTimes.date(text);
            case Timestamp t -> CopyTimes.timestamp(text, anyTimeFormat);
            case TimestampTz t -> CopyTimes.timestampTz(text, anyTimeFormat);
            case Super t -> CopySuper.check(text);
        };
    }

    private static String whole(String text, long min, long max, String type) throws BadValue {
        int first = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        for (int i = first; i < text.length() || i == first; i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c < '0' || c > '9') {
                throw new BadValue(
                        1207, "Invalid digit, Value '%c', Pos %d, Type: %s".formatted(c, i, type));
            }
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return text;
            }
        } catch (NumberFormatException tooLong) {
            // Told below with all others that are too large.
        }
        throw new BadValue(1222, "Overflow (%s: %s)".formatted(type, text));
    }

    /** Digits of the fraction that are too many are cut off, not rounded. */
    private static String decimal(String text, Decimal type) throws BadValue {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int point = text.indexOf('.');
        int whole = point < 0 ? text.length() : point;
        for (int i = at; i < text.length(); i++) {
            if (i != point && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                throw new BadValue(
                        1209,
                        "Invalid digit, Value '%c', Pos %d, Type: Decimal"
                                .formatted(text.charAt(i), i));
            }
        }
        if (text.length() == at || text.length() == at + 1 && point == at) {
            throw new BadValue(1209, "Invalid digit, Value '', Pos 0, Type: Decimal");
        }
        while (at < whole && text.charAt(at) == '0') {
            at++;
        }
        if (whole - at > type.precision() - type.scale()) {
            throw new BadValue(1209, "Numeric data overflow");
        }
        return point < 0
                ? text
                : text.substring(0, Math.min(text.length(), point + 1 + type.scale()));
    }

    private static String floating(String text, double max, double min) throws BadValue {
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw invalidFloat(text);
            }
        }
        double value;
        try {
            value = Math.abs(Double.parseDouble(text));
        } catch (NumberFormatException none) {
            throw new BadValue(1208, "Invalid float - " + text);
        }
        boolean isZero =
                value == 0
                        && text.chars()
                                .takeWhile(c -> (c | 32) != 'e')
                                .noneMatch(c -> c >= '1' && c <= '9');
        if (value > max || (value < min && !isZero)) {
            throw new BadValue(1208, "Overflow for DOUBLE PRECISION: " + text);
        }
        return text;
    }

    private static BadValue invalidFloat(String text) {
        return new BadValue(1208, "Invalid float - " + text);
    }

    private static String bool(String text) throws BadValue {
        String word = text.toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return "t";
        }
        if (FALSE.contains(word)) {
            return "f";
        }
        throw new BadValue(1210, "Unknown boolean format");
    }

    private static String characters(String text, Char type) throws BadValue {
        if (text.chars().anyMatch(c -> c > 127)) {
            throw new BadValue(1220, "CHAR contains a multibyte character");
        }
        return bounded(text, type.bytes());
    }

    /** Blanks beyond the length are cut off without a word, as the documentation says. */
    private static String bounded(String text, int bytes) throws BadValue {
        if (text.length() * 3L <= bytes || length(text) <= bytes) {
            return text;
        }
        String shorter = text;
        while (shorter.endsWith(" ") && length(shorter) > bytes) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        if (length(shorter) > bytes) {
            throw new BadValue(1204, "String length exceeds DDL length");
        }
        return shorter;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
