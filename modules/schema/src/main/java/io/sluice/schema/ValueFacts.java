package io.sluice.schema;

import io.sluice.events.InstantText;
import io.sluice.events.InstantText.Reading;
import io.sluice.events.JsonTape;

/** Finds the facts of one value. Owned by one thread. */
public final class ValueFacts {
    private final SchemaRules rules;
    private final InstantText instant = new InstantText();

    /** Finds facts under these rules. */
    public ValueFacts(SchemaRules rules) {
        this.rules = rules;
    }

    /** The facts of a value that is not flattened; of null, {@link Facts#NONE}. */
    public Facts of(JsonTape tape, int value) {
        return switch (tape.kind(value)) {
            case NULL, KEY -> Facts.NONE;
            case TRUE, FALSE -> Facts.OF_BOOL;
            case INTEGER, DECIMAL ->
                    NumberText.of(tape.json(), tape.start(value), tape.end(value)).facts();
            case STRING -> ofString(tape, value);
            case OBJECT, ARRAY -> Facts.OF_JSON;
        };
    }

    private Facts ofString(JsonTape tape, int value) {
        if (isInstant(tape, value)) {
            return Facts.OF_INSTANT;
        }
        int length = tape.end(value) - tape.start(value);
        return Facts.ofText(tape.escaped(value) ? tape.text(value).length : length);
    }

    /** True for a string that is kept as an instant; {@link #instant} then holds it. */
    public boolean isInstant(JsonTape tape, int string) {
        int start = tape.start(string);
        int end = tape.end(string);
        return rules.detectInstants()
                && InstantText.plausible(tape.json(), start, end)
                && instant.read(tape.json(), start, end) == Reading.EXACT;
    }

    /** What {@link #isInstant} read last. */
    public InstantText instant() {
        return instant;
    }
}
