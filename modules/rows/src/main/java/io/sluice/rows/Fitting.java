package io.sluice.rows;

import io.sluice.events.InstantText;
import io.sluice.events.JsonTape;
import io.sluice.schema.Facts;
import io.sluice.schema.PlainNumber;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.ValueFacts;

/** Tells whether a column's facts hold a value. One thread. */
final class Fitting {
    private final ValueFacts facts;

    Fitting(SchemaRules rules) {
        this.facts = new ValueFacts(rules);
    }

    /** True if the value adds nothing to what is known of the column. */
    boolean fits(JsonTape tape, int value, Facts known) {
        int kinds = known.kinds();
        int length = tape.end(value) - tape.start(value);
        switch (tape.kind(value)) {
            case NULL -> {
                return true;
            }
            case TRUE, FALSE -> {
                return (kinds & Facts.BOOL) != 0;
            }
            case INTEGER -> {
                // Up to 15 digits every whole number is its own shortest double.
                if (length <= 15 || (known.notDouble() && isPlainInt64(tape, value, length))) {
                    return (kinds & Facts.NUMBER) != 0;
                }
            }
            case DECIMAL -> {
                int end = PlainNumber.end(tape.json(), tape.start(value), tape.end(value));
                if (end >= 0) {
                    int scale = PlainNumber.scale(tape.json(), tape.start(value), end);
                    return (kinds & Facts.NUMBER) != 0
                            && (scale == 0 || known.notInt64())
                            && known.scale() >= scale;
                }
            }
            case STRING -> {
                if (!InstantText.plausible(tape.json(), tape.start(value), tape.end(value))
                        && length <= known.textBytes()) {
                    return (kinds & Facts.TEXT) != 0;
                }
            }
            case OBJECT, ARRAY -> {
                return (kinds & Facts.JSON) != 0;
            }
            case KEY -> throw new IllegalStateException("a key is no value");
        }
        return known.holds(facts.of(tape, value));
    }

    private static boolean isPlainInt64(JsonTape tape, int value, int length) {
        return length <= 18 || (length == 19 && tape.json()[tape.start(value)] < '9');
    }
}
