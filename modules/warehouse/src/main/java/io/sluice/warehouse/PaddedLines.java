package io.sluice.warehouse;

import io.sluice.rows.Padding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream of CSV lines, brought to a later schema version on the way. One thread. */
final class PaddedLines extends InputStream {
    private static final int SLICE = 1024 * 1024;

    private final InputStream in;
    private final Padding padding;
    private byte[] slice = new byte[SLICE];
    private int filled;
    private byte[] out = {};
    private int at;

    PaddedLines(InputStream in, Padding padding) {
        this.in = in;
        this.padding = padding;
    }

    @Override
    public int read() throws IOException {
        return advance() ? out[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, out.length - at);
        System.arraycopy(out, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean advance() throws IOException {
        while (at == out.length) {
            int read = in.readNBytes(slice, filled, slice.length - filled);
            filled += read;
            if (filled == 0) {
                return false;
            }
            int whole = wholeLines();
            if (whole == 0 && read == 0) {
                throw new IOException("a batch file does not end with a whole line");
            }
            if (whole == 0) {
                slice = Arrays.copyOf(slice, slice.length * 2);
                continue;
            }
            out = padding.apply(Arrays.copyOf(slice, whole));
            at = 0;
            System.arraycopy(slice, whole, slice, 0, filled - whole);
            filled -= whole;
        }
        return true;
    }

    /** Bytes up to the last line's end; a newline between quotes ends no line. */
    private int wholeLines() {
        boolean quoted = false;
        int end = 0;
        for (int i = 0; i < filled; i++) {
            if (slice[i] == '"') {
                quoted = !quoted;
            } else if (slice[i] == '\n' && !quoted) {
                end = i + 1;
            }
        }
        return end;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
