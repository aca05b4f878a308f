package io.sluice.rows;

import io.sluice.events.InstantText;

import java.util.Optional;

/**
 * When the events of some rows were taken in at the door. For measuring alone: it is taken from the
 * first row of each chunk, whose rows were taken in together or nearly so.
 *
 * @param oldestMicros since 1970
 * @param newestMicros not before {@code oldestMicros}
 */
public record Received(long oldestMicros, long newestMicros) {
    /** The header that carries it beside a load unit. */
    public static final String HEADER = "received";

    /** Fields before {@code _received_at}. */
    private static final int BEFORE = 2;

    /** Of the first of these lines; empty if that is no line of ours. */
    public static Optional<Received> of(byte[] lines) {
        int start = 0;
        int field = 0;
        boolean quoted = false;
        for (int at = 0; at < lines.length; at++) {
            byte b = lines[at];
            if (b == '"') {
                quoted = !quoted;
            } else if (!quoted && b == '\n') {
                return Optional.empty();
            } else if (!quoted && b == ',') {
                if (field == BEFORE) {
                    return read(lines, start, at);
                }
                field++;
                start = at + 1;
            }
        }
        return Optional.empty();
    }

    private static Optional<Received> read(byte[] lines, int start, int end) {
        InstantText text = new InstantText();
        boolean quoted = end - start > 2 && lines[start] == '"' && lines[end - 1] == '"';
        if (!quoted || text.read(lines, start + 1, end - 1) == InstantText.Reading.NONE) {
            return Optional.empty();
        }
        return Optional.of(new Received(text.micros(), text.micros()));
    }

    /** Both together. */
    public Received and(Received other) {
        return new Received(
                Math.min(oldestMicros, other.oldestMicros),
                Math.max(newestMicros, other.newestMicros));
    }

    /** For the header. */
    public String text() {
        return oldestMicros + " " + newestMicros;
    }

    /** Reads {@link #text} back; empty for text of another writer. */
    public static Optional<Received> parse(String text) {
        String[] parts = text.split(" ", -1);
        try {
            return parts.length == 2
                    ? Optional.of(new Received(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (NumberFormatException foreign) {
            return Optional.empty();
        }
    }
}
