package io.sluice.standin.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads rows of CSV, one at a time: a quote inside quotes doubled, line ends inside quotes part of
 * the value. One thread.
 */
final class CsvLines {
    /** Redshift loads no larger row: 4 MB. */
    static final int MAX_ROW = 4 * 1024 * 1024;

    private static final int RAW = 1024;

    private final InputStream in;
    private final byte quote;
    private final byte delimiter;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private byte[] row = new byte[4096];
    private int length;
    private int[] ends = new int[64];
    private boolean[] quotes = new boolean[64];
    private int fields;
    private final byte[] raw = new byte[RAW];
    private int rawLength;
    private long line;
    private long lines;

    CsvLines(InputStream in, char quote, char delimiter) {
        this.in = in;
        this.quote = (byte) quote;
        this.delimiter = (byte) delimiter;
    }

    private int read() throws IOException {
        if (at == end) {
            end = in.read(buffer);
            at = 0;
            if (end <= 0) {
                end = 0;
                return -1;
            }
        }
        byte b = buffer[at++];
        if (rawLength < RAW) {
            raw[rawLength++] = b;
        }
        if (b == '\n') {
            lines++;
        }
        return b & 0xff;
    }

    private int peek() throws IOException {
        if (at == end) {
            end = Math.max(0, in.read(buffer));
            at = 0;
        }
        return at == end ? -1 : buffer[at] & 0xff;
    }

    /**
     * Goes to the next row; false at the end of the file.
     *
     * @throws BadValue if there is a row that is none
     */
    boolean next() throws IOException, BadValue {
        length = 0;
        fields = 0;
        rawLength = 0;
        line = lines + 1;
        if (peek() < 0) {
            return false;
        }
        while (field()) {
            // Its end was a delimiter: another one follows.
        }
        return true;
    }

    /** Reads one field; false if the row ends with it. */
    private boolean field() throws IOException, BadValue {
        boolean isQuoted = peek() == quote;
        int b = isQuoted ? quoted() : read();
        while (!isQuoted && b >= 0 && b != delimiter && b != '\n') {
            put(b);
            b = read();
        }
        boolean carriage =
                !isQuoted && b == '\n' && length > start(fields) && row[length - 1] == '\r';
        length -= carriage ? 1 : 0;
        if (isQuoted && b == '\r' && peek() == '\n') {
            b = read();
        }
        if (b >= 0 && b != delimiter && b != '\n') {
            throw new BadValue(1216, "Invalid quote formatting for CSV");
        }
        close(isQuoted);
        return b == delimiter;
    }

    /** Reads up to the closing quote, and gives the byte after it. */
    private int quoted() throws IOException, BadValue {
        read();
        while (true) {
            int b = read();
            if (b < 0) {
                throw new BadValue(1214, "Delimited value missing end quote");
            }
            if (b != quote) {
                put(b);
            } else if (peek() == quote) {
                put(read());
            } else {
                return read();
            }
        }
    }

    private void put(int b) throws BadValue {
        if (length == MAX_ROW) {
            throw new BadValue(1204, "Row is larger than 4 MB");
        }
        if (length == row.length) {
            row = Arrays.copyOf(row, 2 * length);
        }
        row[length++] = (byte) b;
    }

    private void close(boolean isQuoted) {
        if (fields == ends.length) {
            ends = Arrays.copyOf(ends, 2 * fields);
            quotes = Arrays.copyOf(quotes, 2 * fields);
        }
        ends[fields] = length;
        quotes[fields++] = isQuoted;
    }

    /** Fields of this row. */
    int fields() {
        return fields;
    }

    boolean isQuoted(int field) {
        return quotes[field];
    }

    byte[] bytes() {
        return row;
    }

    int start(int field) {
        return field == 0 ? 0 : ends[field - 1];
    }

    int end(int field) {
        return ends[field];
    }

    /** Where this row begins, from 1. */
    long line() {
        return line;
    }

    /** The beginning of the row as it stands in the file. */
    byte[] raw() {
        return Arrays.copyOf(raw, rawLength);
    }
}
