package io.sluice.app.load;

import java.io.IOException;

/**
 * The elements of a JSON array, or JSON objects one after another, each over any number of lines.
 * Ends are found by strings and brackets alone: whether an element is JSON the door decides. Where
 * the file breaks between elements, all from there to its end is one (broken) event.
 */
final class ElementFraming implements Framing {
    private final boolean array;
    private long opened = -1;
    private boolean closed;

    ElementFraming(boolean array) {
        this.array = array;
    }

    @Override
    public Found next(Window window, long from) throws IOException {
        long at = skipSpace(window, from);
        if (array && !closed) {
            if (opened < 0) {
                at = skipSpace(window, afterByteOrderMark(window, at) + 1);
                opened = at;
            } else if (window.has(at) && window.at(at) == ',') {
                at = skipSpace(window, at + 1);
            } else if (window.has(at) && window.at(at) != ']') {
                return rest(window, at);
            }
            if (window.has(at) && window.at(at) == ']') {
                closed = true;
                at = skipSpace(window, at + 1);
            }
        }
        if (!window.has(at)) {
            // An array that lacks only its last bracket has lost nothing.
            return Found.NONE;
        }
        return closed ? rest(window, at) : element(window, at);
    }

    private Found element(Window window, long from) throws IOException {
        int depth = 0;
        boolean inString = false;
        for (long at = from; window.has(at); at++) {
            if (at - from > MAX_HELD) {
                throw Framing.tooLong(from);
            }
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
                if (--depth < 0) {
                    return at > from ? new Found(from, at, at) : rest(window, from);
                }
                if (depth == 0) {
                    return new Found(from, at + 1, at + 1);
                }
            } else if (depth == 0 && (b == ',' || Framing.isSpace(b))) {
                return at > from ? new Found(from, at, at) : rest(window, from);
            }
        }
        return new Found(from, window.end(), window.end());
    }

    private static Found rest(Window window, long from) throws IOException {
        while (window.fill()) {
            if (window.end() - from > MAX_HELD) {
                throw Framing.tooLong(from);
            }
        }
        return new Found(from, window.end(), window.end());
    }

    private static long skipSpace(Window window, long from) throws IOException {
        long at = from;
        while (window.has(at) && Framing.isSpace(window.at(at))) {
            at++;
        }
        return at;
    }

    private static long afterByteOrderMark(Window window, long at) throws IOException {
        boolean mark = window.has(at) && window.at(at) == (byte) 0xEF;
        return mark ? at + 3 : at;
    }
}
