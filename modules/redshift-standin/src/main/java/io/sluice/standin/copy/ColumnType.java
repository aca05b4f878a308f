package io.sluice.standin.copy;

import io.sluice.standin.StandinException;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A type of a column, of those that the stand-in knows. */
public sealed interface ColumnType {
    /** How Redshift's DDL and catalog spell it, such as {@code character varying(256)}. */
    String ddl();

    record SmallInt() implements ColumnType {
        @Override
        public String ddl() {
            return "smallint";
        }
    }

    record Int() implements ColumnType {
        @Override
        public String ddl() {
            return "integer";
        }
    }

    record BigInt() implements ColumnType {
        @Override
        public String ddl() {
            return "bigint";
        }
    }

    record Decimal(int precision, int scale) implements ColumnType {
        @Override
        public String ddl() {
            return "numeric(" + precision + "," + scale + ")";
        }
    }

    record Real() implements ColumnType {
        @Override
        public String ddl() {
            return "real";
        }
    }

    record DoublePrecision() implements ColumnType {
        @Override
        public String ddl() {
            return "double precision";
        }
    }

    record Bool() implements ColumnType {
        @Override
        public String ddl() {
            return "boolean";
        }
    }

    /** Blank-padded, ASCII only. */
    record Char(int bytes) implements ColumnType {
        @Override
        public String ddl() {
            return "character(" + bytes + ")";
        }
    }

    record Varchar(int bytes) implements ColumnType {
        @Override
        public String ddl() {
            return "character varying(" + bytes + ")";
        }
    }

    record Date() implements ColumnType {
        @Override
        public String ddl() {
            return "date";
        }
    }

    record Timestamp() implements ColumnType {
        @Override
        public String ddl() {
            return "timestamp without time zone";
        }
    }

    record TimestampTz() implements ColumnType {
        @Override
        public String ddl() {
            return "timestamp with time zone";
        }
    }

    record Super() implements ColumnType {
        @Override
        public String ddl() {
            return "super";
        }
    }

    /** A name of letters, then perhaps numbers in brackets. */
    Pattern SPELLING =
            Pattern.compile("([a-z0-9 ]+?)\\s*(?:\\(\\s*(\\w+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    int MAX_VARCHAR = 65_535;
    int MAX_CHAR = 4096;

    /**
     * A type as a statement writes it.
     *
     * @throws StandinException for what is no type of Redshift, or of a size that it does not have
     */
    static ColumnType parse(String written) {
        String text = written.trim().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher found = SPELLING.matcher(text);
        if (!found.matches()) {
            throw unknown(written);
        }
        String first = found.group(2) == null ? "" : found.group(2);
        String second = found.group(3) == null ? "" : found.group(3);
        return switch (found.group(1)) {
            case "smallint", "int2" -> plain(new SmallInt(), first, written);
            case "integer", "int", "int4" -> plain(new Int(), first, written);
            case "bigint", "int8" -> plain(new BigInt(), first, written);
            case "real", "float4" -> plain(new Real(), first, written);
            case "double precision", "float8", "float" ->
                    plain(new DoublePrecision(), first, written);
            case "boolean", "bool" -> plain(new Bool(), first, written);
            case "date" -> plain(new Date(), first, written);
            case "timestamp", "timestamp without time zone" ->
                    plain(new Timestamp(), first, written);
            case "timestamptz", "timestamp with time zone" ->
                    plain(new TimestampTz(), first, written);
            case "super" -> plain(new Super(), first, written);
            case "text" -> plain(new Varchar(256), first, written);
            case "bpchar" -> plain(new Char(256), first, written);
            case "varchar", "character varying", "nvarchar" -> varchar(first);
            case "char", "character", "nchar" -> character(first);
            case "decimal", "numeric" -> decimal(first, second);
            default -> throw unknown(written);
        };
    }

    private static ColumnType plain(ColumnType type, String size, String written) {
        if (!size.isEmpty()) {
            throw unknown(written);
        }
        return type;
    }

    private static ColumnType varchar(String size) {
        int bytes = size.equals("max") ? MAX_VARCHAR : size.isEmpty() ? 256 : number(size);
        if (bytes < 1 || bytes > MAX_VARCHAR) {
            throw new StandinException(
                    "22023", "length for type varchar cannot exceed " + MAX_VARCHAR);
        }
        return new Varchar(bytes);
    }

    private static ColumnType character(String size) {
        int bytes = size.isEmpty() ? 1 : number(size);
        if (bytes < 1 || bytes > MAX_CHAR) {
            throw new StandinException("22023", "length for type char cannot exceed " + MAX_CHAR);
        }
        return new Char(bytes);
    }

    private static ColumnType decimal(String first, String second) {
        int precision = first.isEmpty() ? 18 : number(first);
        int scale = second.isEmpty() ? 0 : number(second);
        if (precision < 1 || precision > 38) {
            throw new StandinException(
                    "22023", "DECIMAL precision " + precision + " must be between 1 and 38");
        }
        if (scale > 37 || scale > precision) {
            throw new StandinException(
                    "22023",
                    "DECIMAL scale %d must be between 0 and precision %d"
                            .formatted(scale, precision));
        }
        return new Decimal(precision, scale);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException noNumber) {
            throw new StandinException("42601", "syntax error at or near \"" + digits + "\"");
        }
    }

    private static StandinException unknown(String written) {
        return new StandinException("42704", "type \"" + written.trim() + "\" does not exist");
    }
}
