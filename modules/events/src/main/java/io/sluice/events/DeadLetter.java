package io.sluice.events;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What could not become a row: its bytes as they came, with the reason and the place.
 *
 * @param value the bytes, unchanged
 * @param code a {@link RejectCode#code()}
 * @param detail a sentence for a person: what, where, what to do
 * @param origin where it lies on an events topic; for a letter of the door the topic is empty,
 *     partition and offset are -1 and position counts within the request
 * @param tag the tag of the request or chunk it came in, or empty
 * @param receivedMicros when the door took it, microseconds since 1970
 */
public record DeadLetter(
        byte[] value, String code, String detail, Origin origin, String tag, long receivedMicros) {
    public static final String FORMAT = "sluice-dead";
    public static final String VERSION = "1";

    /** Name and text of each header, in the order to write. */
    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(FORMAT, VERSION);
        headers.put("code", code);
        headers.put("detail", detail);
        headers.put("topic", origin.topic());
        headers.put("partition", Integer.toString(origin.partition()));
        headers.put("offset", Long.toString(origin.offset()));
        headers.put("position", Integer.toString(origin.position()));
        headers.put("received", Long.toString(receivedMicros));
        if (!tag.isEmpty()) {
            headers.put("tag", tag);
        }
        return headers;
    }

    /** True for what the door refused, false for what failed after it was accepted. */
    public boolean refusedAtTheDoor() {
        return origin.topic().isEmpty();
    }

    /** Reads a letter back; empty where the headers are not of this format. */
    public static Optional<DeadLetter> read(HeaderReader headers, byte[] value) {
        if (!headers.text(FORMAT).equals(Optional.of(VERSION))) {
            return Optional.empty();
        }
        return Optional.of(
                new DeadLetter(
                        value,
                        headers.text("code").orElse(""),
                        headers.text("detail").orElse(""),
                        new Origin(
                                headers.text("topic").orElse(""),
                                headers.count("partition").orElse(-1),
                                headers.number("offset").orElse(-1),
                                headers.count("position").orElse(0)),
                        headers.text("tag").orElse(""),
                        headers.number("received").orElse(0)));
    }
}
