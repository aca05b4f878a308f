package io.sluice.standin.wire;

import io.sluice.standin.StandinException;

import java.util.Optional;

/** Words PostgreSQL's errors as Redshift does where a client looks at them. Pure. */
final class Errors {
    private Errors() {}

    static StandinException translate(
            String state, String message, String detail, String constraint) {
        if (state.equals("40001")) {
            return serialization("table");
        }
        if (constraint.equals("standin_super")) {
            return new StandinException("XX000", "Invalid JSON for SUPER");
        }
        // Checks are made for lengths in bytes, and for nothing else.
        if (state.equals("22001") || state.equals("23514")) {
            return new StandinException(
                    "22001", "Value too long for character type", Optional.of(message));
        }
        return new StandinException(
                state, message, detail.isEmpty() ? Optional.empty() : Optional.of(detail));
    }

    /** Error 1023. */
    static StandinException serialization(String table) {
        return new StandinException(
                "XX000",
                "1023",
                Optional.of("Serializable isolation violation on table - " + table));
    }
}
