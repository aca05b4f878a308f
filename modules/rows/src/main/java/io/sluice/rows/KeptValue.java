package io.sluice.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value that no column of the warehouse holds, whole: it goes to a table of its own in pieces,
 * and in its place in {@code _overflow} stands what says so.
 *
 * @param path JSON Pointer of the value; empty for all of an {@code _overflow}
 * @param isJson whether the text is JSON, or the text itself
 * @param text UTF-8, more than {@link #PIECE_BYTES} of it or an inexact number's JSON
 */
public record KeptValue(String path, boolean isJson, byte[] text) {
    /** Bytes of a piece at most: a VARCHAR of Redshift holds it whatever its end. */
    public static final int PIECE_BYTES = 65_000;

    /** The table that has the pieces, of each app. */
    public static final String TABLE = "_sluice_values";

    /**
     * The text cut between characters, into pieces of nearly one length: so none of a long text is
     * short enough to be taken for something else than text.
     */
    public List<byte[]> pieces() {
        int count = Math.ceilDiv(text.length, PIECE_BYTES - 3);
        List<byte[]> pieces = new ArrayList<>(count);
        int start = 0;
        for (int i = 1; i <= count; i++) {
            int end = (int) ((long) text.length * i / count);
            // A byte 10xxxxxx goes on with the character before it.
            while (end < text.length && (text[end] & 0xC0) == 0x80) {
                end++;
            }
            pieces.add(Arrays.copyOfRange(text, start, end));
            start = end;
        }
        return pieces;
    }
}
