package io.sluice.rows;

import java.nio.charset.StandardCharsets;

/**
 * The text that rows are written in, on Kafka and in batch files: UTF-8 CSV, {@code ,} between
 * fields, {@code \n} after each line, no header line.
 *
 * <p>NULL is the bare marker {@link #NULL}; strings, instants and JSON always stand in double
 * quotes, a quote inside doubled; numbers and booleans stand bare. So the text of '' and NULL
 * differs under any reading of the format, and in a VARCHAR column of mixed kinds a quote tells a
 * string from a number. No text value equals the marker: such a value goes to {@code _overflow}.
 * Only an id may, for without {@code _id} an event sent again would be no duplicate.
 */
public final class CsvFormat {
    /** The bare field that means NULL. */
    public static final String NULL = "~N~";

    private static final byte[] NULL_BYTES = NULL.getBytes(StandardCharsets.US_ASCII);

    private CsvFormat() {}

    /** The marker's bytes; not to be written to. */
    static byte[] nullBytes() {
        return NULL_BYTES;
    }

    /** True if these bytes are the marker. */
    static boolean isNull(byte[] bytes, int start, int end) {
        return end - start == NULL_BYTES.length
                && bytes[start] == NULL_BYTES[0]
                && bytes[start + 1] == NULL_BYTES[1]
                && bytes[start + 2] == NULL_BYTES[2];
    }
}
