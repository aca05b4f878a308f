package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;
import io.sluice.schema.RedshiftLimits.Verdict;

import java.util.ArrayList;
import java.util.List;

/** The values of one row that are kept elsewhere, and the notes in their place. One thread. */
final class KeptValues {
    private final List<KeptValue> values = new ArrayList<>();

    void clear() {
        if (!values.isEmpty()) {
            values.clear();
        }
    }

    List<KeptValue> list() {
        return values.isEmpty() ? List.of() : List.copyOf(values);
    }

    /** Keeps a value; gives the JSON that says so. */
    byte[] one(JsonTape tape, int value, String path, Verdict verdict, Cleaning cleaning) {
        boolean isText = tape.kind(value) == Kind.STRING;
        byte[] whole;
        if (isText) {
            whole = tape.hasNul(value) ? cleaning.text(tape, value, path) : tape.text(value);
        } else {
            whole = cleaning.json(tape, value, path);
        }
        String rule = Alteration.of(verdict);
        values.add(new KeptValue(path, !isText, whole));
        Alteration noted = cleaning.note(tape, value, path, rule);
        return note(noted);
    }

    /**
     * Keeps all that has no column, the notes of this row's other values among it; gives the JSON
     * that says so.
     */
    byte[] all(byte[] overflow, Cleaning cleaning) {
        values.add(new KeptValue("", true, overflow));
        return note(cleaning.note(overflow, "", Alteration.OVERFLOW_TOO_LARGE));
    }

    /** Nothing in it needs an escape. */
    private static byte[] note(Alteration noted) {
        String note =
                "{\"kept_in\":\"%s\",\"rule\":\"%s\",\"original_bytes\":%d,\"original_sha256\":\"%s\"}"
                        .formatted(
                                KeptValue.TABLE,
                                noted.rule(),
                                noted.originalBytes(),
                                noted.sha256());
        return (noted.path().isEmpty() ? "{\"\":" + note + "}" : note).getBytes(UTF_8);
    }
}
