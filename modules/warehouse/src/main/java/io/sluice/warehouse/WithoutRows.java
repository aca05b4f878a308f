package io.sluice.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** A stream of rows, less some of them, told by their numbers. One thread. */
final class WithoutRows extends InputStream {
    private final CsvRecords rows;
    private final Set<Long> left;
    private byte[] row = {};
    private int at;

    /**
     * @param left numbers of the rows that are left out, from 1
     */
    WithoutRows(InputStream in, Set<Long> left) {
        this.rows = new CsvRecords(in);
        this.left = left;
    }

    @Override
    public int read() throws IOException {
        return advance() ? row[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, row.length - at);
        System.arraycopy(row, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean advance() throws IOException {
        while (at == row.length) {
            do {
                if (!rows.next()) {
                    return false;
                }
            } while (left.contains(rows.number()));
            row = rows.bytes();
            at = 0;
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
