package io.sluice.events;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The headers of one record on an events topic. The value of the record is {@link #count} events,
 * one a line. A record without these headers comes from a foreign producer.
 *
 * @param count events in the value, 0 or more; 0 marks a tagged request of which nothing was
 *     accepted
 * @param refused events of the same request that the door refused (they are dead letters)
 * @param receivedMicros when the door took the first of them, microseconds since 1970, of the years
 *     1 to 9999
 * @param door the instance that took them in
 * @param tag the client's tag of the request (say file and byte range), or empty
 */
public record ChunkHeader(int count, int refused, long receivedMicros, String door, String tag) {
    public static final String FORMAT = "sluice-events";
    public static final String VERSION = "1";
    private static final String COUNT = "count";
    private static final String REFUSED = "refused";
    private static final String RECEIVED = "received";
    private static final String DOOR = "door";
    private static final String TAG = "tag";

    /** Name and text of each header, in the order to write. */
    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(FORMAT, VERSION);
        headers.put(COUNT, Integer.toString(count));
        headers.put(RECEIVED, Long.toString(receivedMicros));
        headers.put(DOOR, door);
        if (refused > 0) {
            headers.put(REFUSED, Integer.toString(refused));
        }
        if (!tag.isEmpty()) {
            headers.put(TAG, tag);
        }
        return headers;
    }

    /**
     * The headers of a record; empty where they are absent, not of this version or out of range, so
     * that no number of a foreign producer is taken for another.
     */
    public static Optional<ChunkHeader> read(HeaderReader headers) {
        if (!headers.text(FORMAT).equals(Optional.of(VERSION))) {
            return Optional.empty();
        }
        var count = headers.count(COUNT);
        var refused =
                headers.text(REFUSED).isPresent() ? headers.count(REFUSED) : OptionalInt.of(0);
        var received = headers.number(RECEIVED);
        if (count.isEmpty()
                || refused.isEmpty()
                || received.isEmpty()
                || received.getAsLong() < InstantText.MIN_MICROS
                || received.getAsLong() > InstantText.MAX_MICROS) {
            return Optional.empty();
        }
        return Optional.of(
                new ChunkHeader(
                        count.getAsInt(),
                        refused.getAsInt(),
                        received.getAsLong(),
                        headers.text(DOOR).orElse(""),
                        headers.text(TAG).orElse("")));
    }
}
