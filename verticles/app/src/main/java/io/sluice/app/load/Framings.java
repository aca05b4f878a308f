package io.sluice.app.load;

import java.io.IOException;

/** Tells by the first bytes of a file how its events stand in it. */
final class Framings {
    /** How far the first two lines are read to tell. */
    private static final int LOOK_AHEAD = 4 * 1024 * 1024;

    private Framings() {}

    /**
     * An array if the first byte is a bracket. Objects over several lines if the first line is the
     * beginning of an object that the second one goes on with. Else lines: also where the first
     * line is broken.
     */
    static Framing of(Window window) throws IOException {
        long first = afterSpace(window, 0);
        if (window.has(first) && window.at(first) == (byte) 0xEF) {
            first = afterSpace(window, first + 3);
        }
        if (window.has(first) && window.at(first) == '[') {
            return new ElementFraming(true);
        }
        if (!window.has(first) || window.at(first) != '{') {
            return new LineFraming();
        }
        long lineEnd = window.find((byte) '\n', first, first + LOOK_AHEAD);
        long second = afterSpace(window, lineEnd);
        boolean goesOn = isOpen(window, first, lineEnd) && window.has(second);
        return goesOn && continues(window, first, lineEnd, window.at(second))
                ? new ElementFraming(false)
                : new LineFraming();
    }

    /**
     * An object inside an object can only follow a colon or a bracket, never open a new line else.
     */
    private static boolean continues(Window window, long first, long lineEnd, byte second) {
        long last = lineEnd - 1;
        while (last > first && Framing.isSpace(window.at(last))) {
            last--;
        }
        return second != '{' || window.at(last) == ':' || window.at(last) == '[';
    }

    /** Whether brackets are open at the end of the line, outside of a string. */
    private static boolean isOpen(Window window, long from, long to) {
        int depth = 0;
        boolean inString = false;
        for (long at = from; at < to; at++) {
            byte b = window.at(at);
            if (inString) {
                if (b == '\\') {
                    at++;
                } else if (b == '"') {
                    inString = false;
                }
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return depth > 0 && !inString;
    }

    private static long afterSpace(Window window, long from) throws IOException {
        long at = from;
        while (at < LOOK_AHEAD && window.has(at) && Framing.isSpace(window.at(at))) {
            at++;
        }
        return at;
    }
}
