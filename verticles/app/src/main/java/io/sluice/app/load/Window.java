package io.sluice.app.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stretch of a stream held in memory: from {@link #drop}'s position on, as far as {@link #fill}
 * has read. Positions count bytes of the stream from 0. Owned by one thread.
 */
final class Window {
    private static final int INITIAL = 1 << 20;
    private static final int READ = 256 * 1024;

    private final InputStream in;
    private byte[] bytes = new byte[INITIAL];
    private long base;
    private int size;
    private boolean ended;

    Window(InputStream in) {
        this.in = in;
    }

    /** Reads more; false at the end of the stream. */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (bytes.length - size < READ) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + READ));
        }
        int read = in.read(bytes, size, READ);
        if (read < 0) {
            ended = true;
            return false;
        }
        size += read;
        return true;
    }

    /** Forgets what lies before the position. */
    void drop(long position) {
        int gone = index(position);
        if (gone > 0) {
            System.arraycopy(bytes, gone, bytes, 0, size - gone);
            size -= gone;
            base = position;
        }
    }

    /** Whether the byte at the position is there, read if need be. */
    boolean has(long position) throws IOException {
        while (position >= end()) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** The position after the last byte held. */
    long end() {
        return base + size;
    }

    /** The byte at a position that {@link #has} confirmed. */
    byte at(long position) {
        return bytes[index(position)];
    }

    /** The array that {@link #index} points into; another one after {@link #fill}. */
    byte[] array() {
        return bytes;
    }

    int index(long position) {
        return Math.toIntExact(position - base);
    }

    /**
     * Where the byte stands first in the range; the limit, or the end of the stream, if nowhere.
     */
    long find(byte wanted, long from, long limit) throws IOException {
        long at = from;
        while (at < limit && has(at)) {
            int to = (int) Math.min(size, limit - base);
            for (int i = index(at); i < to; i++) {
                if (bytes[i] == wanted) {
                    return base + i;
                }
            }
            at = base + to;
        }
        return at;
    }
}
