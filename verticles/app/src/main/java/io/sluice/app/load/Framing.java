package io.sluice.app.load;

import java.io.IOException;

/**
 * Finds the events of a file, one after another. What it finds depends on the bytes alone. Owned by
 * one thread.
 */
sealed interface Framing permits LineFraming, ElementFraming {
    /**
     * Bytes that one event may have here. The door refuses events far smaller than this; beyond it
     * an event is not held in memory to be refused, it ends the run.
     */
    int MAX_HELD = 64 * 1024 * 1024;

    /**
     * Where one event lies.
     *
     * @param from its first byte
     * @param to after its last byte
     * @param next where the search for another one starts; a range may end here
     */
    record Found(long from, long to, long next) {
        /** Nothing up to the end of the file. */
        static final Found NONE = new Found(-1, -1, -1);

        boolean none() {
            return from < 0;
        }
    }

    /** The first event at or after a position that was 0 or a {@link Found#next}. */
    Found next(Window window, long from) throws IOException;

    /** Whether the byte is JSON's white space. */
    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** An event is too long to be held. */
    static IOException tooLong(long from) {
        return new IOException(
                "the event at byte "
                        + from
                        + " has more than "
                        + MAX_HELD / (1024 * 1024)
                        + " MiB: no limit of Sluice allows that");
    }
}
