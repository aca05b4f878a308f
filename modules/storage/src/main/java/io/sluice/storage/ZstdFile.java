package io.sluice.storage;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * One compressed file in memory: a single zstd frame with a checksum. One thread, and {@link #end}
 * or {@link #close} has to be called, since the compressor lives outside the heap.
 */
public final class ZstdFile implements AutoCloseable {
    private final Bytes bytes;
    private final ZstdOutputStreamNoFinalizer zstd;
    private long rows;

    /** Gives its array without copying it. */
    private static final class Bytes extends ByteArrayOutputStream {
        Bytes(int capacity) {
            super(capacity);
        }

        ByteBuffer view() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /**
     * @param level of zstd, 1 (fast) to 19
     * @param expected bytes that will come, before compression
     */
    public ZstdFile(int level, long expected) {
        // Rows shrink to a tenth or so; the array grows if these do not.
        bytes = new Bytes((int) Math.min(1 << 30, 4096 + expected / 8));
        try {
            zstd = new ZstdOutputStreamNoFinalizer(bytes, RecyclingBufferPool.INSTANCE);
            zstd.setLevel(level).setChecksum(true);
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
    }

    /** The lines of a compressed file, decompressed while they are read; closes it when closed. */
    public static InputStream read(InputStream packed) throws IOException {
        try {
            return new ZstdInputStream(packed);
        } catch (IOException failed) {
            packed.close();
            throw failed;
        }
    }

    /** Appends so many lines. */
    public void write(byte[] lines, int count) {
        try {
            zstd.write(lines, 0, lines.length);
            rows += count;
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
    }

    /** Lines written. */
    public long rows() {
        return rows;
    }

    /** Ends the frame and gives the file. */
    public ByteBuffer end() {
        close();
        return bytes.view();
    }

    @Override
    public void close() {
        try {
            zstd.close();
        } catch (IOException memoryDoesNotFail) {
            throw new UncheckedIOException(memoryDoesNotFail);
        }
    }
}
