package io.sluice.loadtest.mix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.function.BiConsumer;

/**
 * An endless row of events, in ASCII. The same seed gives the same events. One thread.
 *
 * <p>Each mix says what it is in its own words; {@link Mix} has them all by name.
 */
public abstract class EventMix {
    private final StringBuilder line = new StringBuilder(256);

    /** Appends the next event, without a line end. */
    abstract void append(StringBuilder to);

    /** The next event, with its line end. */
    public final byte[] next() {
        line.setLength(0);
        append(line);
        return line.append('\n').toString().getBytes(US_ASCII);
    }

    /**
     * Makes events and hands them out as the door packs them, in chunks of about {@code bytes}:
     * lines without the last line end, and how many.
     */
    public final void chunks(int events, int bytes, BiConsumer<byte[], Integer> out) {
        line.setLength(0);
        int count = 0;
        for (int i = 0; i < events; i++) {
            append(line);
            count++;
            if (line.length() >= bytes || i == events - 1) {
                out.accept(line.toString().getBytes(US_ASCII), count);
                line.setLength(0);
                count = 0;
            } else {
                line.append('\n');
            }
        }
    }
}
