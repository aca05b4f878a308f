package io.sluice.schema;

import java.util.UUID;

/** The identity of an event table; outlives its names. */
public record TableUid(UUID value) {
    public static TableUid parse(String text) {
        return new TableUid(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
