package io.sluice.sink;

import io.sluice.events.Lines;

/** Looks at bytes. */
final class Bytes {
    private Bytes() {}

    /** The first byte from start that is no JSON white space, or end. */
    static int skipSpace(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    /** After the last byte before end that is no JSON white space, or start. */
    static int trimEnd(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && isSpace(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    /** Copies, with a space for each newline: between the tokens of JSON they mean the same. */
    static void copyAsLine(byte[] from, int start, int end, byte[] to, int at) {
        System.arraycopy(from, start, to, at, end - start);
        int stop = at + end - start;
        for (int i = Lines.end(to, at, stop); i < stop; i = Lines.end(to, i + 1, stop)) {
            to[i] = ' ';
        }
    }

    private static boolean isSpace(byte b) {
        return b <= ' ' && (b == ' ' || b == '\n' || b == '\t' || b == '\r');
    }
}
