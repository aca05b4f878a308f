package io.sluice.rows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Reads lines of {@link CsvFormat} field by field. One thread.
 *
 * <pre>while (reader.next()) { for (int i = 0; i &lt; reader.fields(); i++) … }</pre>
 */
public final class RowReader {
    private final byte[] bytes;
    private final int end;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int fields;
    private int line;
    private int at;

    /** A reader of these lines. */
    public RowReader(byte[] lines) {
        this(lines, 0, lines.length);
    }

    /** A reader of the lines in a range. */
    public RowReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    /** Goes to the next line; false where there is none. */
    public boolean next() {
        if (at >= end) {
            return false;
        }
        fields = 0;
        line = at;
        int start = at;
        boolean quoted = false;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && (b == ',' || b == '\n')) {
                field(start, at);
                start = at + 1;
                if (b == '\n') {
                    at++;
                    return true;
                }
            }
        }
        throw new IllegalArgumentException("the last line does not end");
    }

    private void field(int start, int stop) {
        if (fields == starts.length) {
            starts = Arrays.copyOf(starts, fields * 2);
            ends = Arrays.copyOf(ends, fields * 2);
        }
        starts[fields] = start;
        ends[fields++] = stop;
    }

    /** Fields of this line. */
    public int fields() {
        return fields;
    }

    /** Where this line begins. */
    public int start() {
        return line;
    }

    /** Where it ends, behind its newline. */
    public int end() {
        return at;
    }

    public boolean isNull(int field) {
        return CsvFormat.isNull(bytes, starts[field], ends[field]);
    }

    /** True for a string, an instant or JSON, false for a number or boolean. */
    public boolean quoted(int field) {
        return bytes[starts[field]] == '"';
    }

    /** The value, quotes taken off and resolved. */
    public byte[] value(int field) {
        int start = starts[field];
        int stop = ends[field];
        if (!quoted(field)) {
            return Arrays.copyOfRange(bytes, start, stop);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream(stop - start);
        for (int i = start + 1; i < stop - 1; i++) {
            value.write(bytes[i]);
            if (bytes[i] == '"') {
                i++;
            }
        }
        return value.toByteArray();
    }

    /** Appends the field as it stands. */
    void copyTo(int field, RowBuffer out) {
        out.put(bytes, starts[field], ends[field]);
    }
}
