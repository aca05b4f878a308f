package io.sluice.warehouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the rows of a batch file one by one, as the bytes that they are; a newline between quotes
 * ends no row. Does not ask whether a row is one. One thread.
 */
final class CsvRecords implements AutoCloseable {
    /**
     * No warehouse takes longer rows; a quote that is never closed would else hold a whole file.
     */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream row = new ByteArrayOutputStream(4096);
    private int at;
    private int filled;
    private long number;
    private long firstLine;
    private long lines;

    CsvRecords(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next row; false where there is none.
     *
     * @throws WarehouseException if a row does not end
     */
    boolean next() throws IOException {
        row.reset();
        firstLine = lines + 1;
        boolean quoted = false;
        while (at < filled || fill()) {
            int from = at;
            while (at < filled) {
                byte b = buffer[at++];
                if (b == '"') {
                    quoted = !quoted;
                } else if (b == '\n') {
                    lines++;
                    if (!quoted) {
                        row.write(buffer, from, at - from);
                        number++;
                        return true;
                    }
                }
            }
            row.write(buffer, from, at - from);
            check(row.size() <= MOST_BYTES);
        }
        check(row.size() == 0);
        return false;
    }

    private void check(boolean ends) {
        if (!ends) {
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED,
                    "row %d of a batch file, in line %d, does not end"
                            .formatted(number + 1, firstLine));
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer));
        return filled > 0;
    }

    /** Which row this is, from 1. */
    long number() {
        return number;
    }

    /** The line of the file that the row begins in, from 1. */
    long firstLine() {
        return firstLine;
    }

    /** The line of the file that the row ends in. */
    long lastLine() {
        return lines;
    }

    /** The row with its line's end. */
    byte[] bytes() {
        return row.toByteArray();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
