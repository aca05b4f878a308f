package io.sluice.app.load;

import java.io.IOException;

/** One event a line; blank lines are none. The last line needs no newline. */
final class LineFraming implements Framing {
    @Override
    public Found next(Window window, long from) throws IOException {
        long start = from;
        while (window.has(start)) {
            long newline = window.find((byte) '\n', start, start + MAX_HELD + 1);
            if (newline - start > MAX_HELD) {
                throw Framing.tooLong(start);
            }
            long next = window.has(newline) ? newline + 1 : newline;
            if (!blank(window, start, newline)) {
                return new Found(start, newline, next);
            }
            start = next;
        }
        return Found.NONE;
    }

    private static boolean blank(Window window, long from, long to) {
        for (long at = from; at < to; at++) {
            if (!Framing.isSpace(window.at(at))) {
                return false;
            }
        }
        return true;
    }
}
