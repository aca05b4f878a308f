package io.sluice.events;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * One record of an events topic: which bytes of it are events, and at which position. Everybody who
 * reads events reads them through this, so that a position means the same for all.
 *
 * @param header as the door wrote it; empty for a foreign producer, or in a format of a later
 *     version
 * @param format the format that the record names, if any
 * @param receivedMicros when the door took it; of a record without such a header, when the broker
 *     did
 * @param value the bytes; not to be written to
 */
public record EventRecord(
        Optional<ChunkHeader> header, Optional<String> format, long receivedMicros, byte[] value) {

    /** Takes the lines of a record, one by one. */
    @FunctionalInterface
    public interface EachLine {
        /**
         * One line that is not blank.
         *
         * @param position from 0
         * @return false to end the reading
         */
        boolean line(byte[] value, int start, int end, int position);
    }

    /**
     * Reads a record.
     *
     * @param appendedMillis the time of the record, which its producer may have set to anything
     */
    public static EventRecord read(
            HeaderReader headers, byte @Nullable [] value, long appendedMillis) {
        Optional<ChunkHeader> header = ChunkHeader.read(headers);
        long appended = Math.clamp(appendedMillis, 0, InstantText.MAX_MICROS / 1000) * 1000;
        return new EventRecord(
                header,
                headers.text(ChunkHeader.FORMAT),
                header.map(ChunkHeader::receivedMicros).orElse(appended),
                value == null ? new byte[0] : value);
    }

    /** Whether it names a format that is not known here: then the whole value is one event. */
    public boolean isUnreadable() {
        return header.isEmpty() && format.isPresent();
    }

    /** The client's tag of the request, or empty. */
    public String tag() {
        return header.map(ChunkHeader::tag).orElse("");
    }

    /** How many events it holds, by its bytes and not by what its header claims. */
    public int count() {
        if (isUnreadable()) {
            return 1;
        }
        int[] count = {0};
        lines(
                (bytes, start, end, position) -> {
                    count[0]++;
                    return true;
                });
        return count[0];
    }

    /**
     * Goes through the lines, blank ones left out.
     *
     * @return false if the reading was ended
     */
    public boolean lines(EachLine each) {
        int position = 0;
        for (int start = 0; start < value.length; ) {
            int end = Lines.end(value, start, value.length);
            if (!isBlank(start, end)) {
                if (!each.line(value, start, end, position)) {
                    return false;
                }
                position++;
            }
            start = end + 1;
        }
        return true;
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (value[i] != ' ' && value[i] != '\t' && value[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
