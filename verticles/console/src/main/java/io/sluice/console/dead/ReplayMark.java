package io.sluice.console.dead;

import io.sluice.events.HeaderReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A record on a topic of dead letters that says which letters before it, in its partition, were
 * sent through the pipeline again. It is written in one transaction with the events, so that both
 * are there or neither; and it lies behind its letters, so that retention takes it after them.
 *
 * @param offsets of the letters
 */
record ReplayMark(List<Long> offsets) {
    private static final String FORMAT = "sluice-replayed";
    private static final String VERSION = "1";
    private static final Pattern VALUE = Pattern.compile("[0-9]{1,18}(,[0-9]{1,18})*");

    Map<String, String> headers() {
        return Map.of(FORMAT, VERSION);
    }

    byte[] value() {
        return offsets.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads a mark back; empty where the record is none. */
    static Optional<ReplayMark> read(HeaderReader headers, byte[] value) {
        if (!headers.text(FORMAT).equals(Optional.of(VERSION))) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.US_ASCII);
        List<Long> offsets = new ArrayList<>();
        if (VALUE.matcher(text).matches()) {
            for (String offset : text.split(",", -1)) {
                offsets.add(Long.parseLong(offset));
            }
        }
        return Optional.of(new ReplayMark(List.copyOf(offsets)));
    }
}
