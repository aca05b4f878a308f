package io.sluice.schema;

import io.sluice.events.InstantText;
import io.sluice.events.InstantText.Reading;
import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;

/** Finds the facts of one value. Owned by one thread. */
public final class ValueFacts {
    /** Whole numbers of so many characters fit 64 bits, and a double holds them too. */
    private static final int SAFE_INTEGER_BYTES = 15;

    /** Facts of a {@link PlainNumber} by its scale. */
    private static final Facts[] PLAIN = new Facts[16];

    static {
        PLAIN[0] = Facts.OF_INT64;
        for (int scale = 1; scale < PLAIN.length; scale++) {
            PLAIN[scale] = Facts.ofNumber(true, false, PLAIN.length, scale, PLAIN.length);
        }
    }

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
            case INTEGER, DECIMAL -> ofNumber(tape, value);
            case STRING -> ofString(tape, value);
            case OBJECT, ARRAY -> Facts.OF_JSON;
        };
    }

    private static Facts ofNumber(JsonTape tape, int value) {
        byte[] json = tape.json();
        int start = tape.start(value);
        int end = tape.end(value);
        if (tape.kind(value) == Kind.INTEGER) {
            if (end - start <= SAFE_INTEGER_BYTES) {
                return Facts.OF_INT64;
            }
        } else {
            int plain = PlainNumber.end(json, start, end);
            if (plain >= 0) {
                return PLAIN[PlainNumber.scale(json, start, plain)];
            }
        }
        return NumberText.of(json, start, end).facts();
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
