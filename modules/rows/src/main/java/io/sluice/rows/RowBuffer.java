package io.sluice.rows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, with marks to go back to. One thread. */
public final class RowBuffer {
    private static final byte[] NULL = CsvFormat.NULL.getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    /** An empty buffer with room for so many bytes. */
    public RowBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** Bytes that are kept for it, filled or not. */
    public int capacity() {
        return bytes.length;
    }

    /** Forgets all, and keeps no more than so many bytes for what comes. */
    public void shrink(int capacity) {
        size = 0;
        if (bytes.length > capacity) {
            bytes = new byte[capacity];
        }
    }

    /** Forgets all after the first {@code mark} bytes. */
    public void truncate(int mark) {
        size = mark;
    }

    /** Forgets the first bytes; those after them move to the front. */
    public void removeFirst(int count) {
        System.arraycopy(bytes, count, bytes, 0, size - count);
        size -= count;
    }

    /** A copy of the bytes between two marks. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** A copy of all bytes. */
    public byte[] toByteArray() {
        return copy(0, size);
    }

    /** One byte. */
    public void put(int b) {
        ensure(1);
        bytes[size++] = (byte) b;
    }

    /** A range of bytes, as they are. */
    public void put(byte[] from, int start, int end) {
        int length = end - start;
        ensure(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    void put(byte[] from) {
        put(from, 0, from.length);
    }

    /** A text of ASCII characters. */
    public void putAscii(String text) {
        put(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The field that means NULL. */
    public void putNull() {
        ensure(3);
        byte[] to = bytes;
        to[size] = NULL[0];
        to[size + 1] = NULL[1];
        to[size + 2] = NULL[2];
        size += 3;
    }

    /** A whole number. */
    public void putLong(long value) {
        if (value == Long.MIN_VALUE) {
            putAscii(Long.toString(value));
            return;
        }
        ensure(20);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        for (int i = size + digits - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** A field in double quotes, quotes inside doubled. */
    public void putQuoted(byte[] from, int start, int end) {
        ensure(2 * (end - start) + 2);
        byte[] to = bytes;
        int at = size;
        to[at++] = '"';
        for (int i = start; i < end; i++) {
            byte b = from[i];
            to[at++] = b;
            if (b == '"') {
                to[at++] = '"';
            }
        }
        to[at++] = '"';
        size = at;
    }

    /** A field in double quotes of bytes that hold no quote. */
    public void putQuotedPlain(byte[] from, int start, int end) {
        int length = end - start;
        ensure(length + 2);
        bytes[size] = '"';
        System.arraycopy(from, start, bytes, size + 1, length);
        bytes[size + 1 + length] = '"';
        size += length + 2;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
