package io.sluice.rows;

import io.sluice.events.InstantText;
import io.sluice.events.JsonTape;
import io.sluice.schema.LogicalType;
import io.sluice.schema.NumberText;
import io.sluice.schema.PlainNumber;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.schema.ValueFacts;

import java.util.Arrays;

/** Writes the one text that a value has in a column. One thread. */
final class ValueWriter {
    private final TableSchema schema;
    private final boolean[] json;
    private final ValueFacts facts;
    private final Cleaning cleaning;
    private final byte[] scratch = new byte[32];

    /**
     * @param cleaning takes note of what had to be changed
     */
    ValueWriter(TableSchema schema, SchemaRules rules, Cleaning cleaning) {
        this.schema = schema;
        this.facts = new ValueFacts(rules);
        this.cleaning = cleaning;
        this.json = new boolean[schema.columns().size()];
        for (int i = 0; i < json.length; i++) {
            json[i] = schema.columns().get(i).type() instanceof LogicalType.Json;
        }
    }

    /** Whether a column is JSON, so that its texts are quoted as JSON strings. */
    boolean isJson(int column) {
        return json[column];
    }

    /** Writes a value that the column holds. */
    void write(JsonTape tape, int value, int column, RowBuffer out) {
        byte[] bytes = tape.json();
        int start = tape.start(value);
        int end = tape.end(value);
        switch (tape.kind(value)) {
            case NULL -> out.putNull();
            case TRUE -> out.putAscii("true");
            case FALSE -> out.putAscii("false");
            case INTEGER -> {
                if (bytes[start] == '-' && bytes[start + 1] == '0') {
                    out.put('0');
                } else if (end - start <= 38) {
                    out.put(bytes, start, end);
                } else {
                    out.putAscii(NumberText.of(bytes, start, end).text());
                }
            }
            case DECIMAL -> {
                int plain = PlainNumber.end(bytes, start, end);
                if (plain >= 0) {
                    out.put(bytes, start, plain);
                } else {
                    out.putAscii(NumberText.of(bytes, start, end).text());
                }
            }
            case STRING -> writeString(tape, value, column, out);
            case OBJECT, ARRAY -> {
                if (tape.hasNul(value)) {
                    byte[] clean = cleaning.json(tape, value, path(column));
                    out.putQuoted(clean, 0, clean.length);
                } else {
                    out.putQuoted(bytes, start, end);
                }
            }
            case KEY -> throw new IllegalStateException("a key is no value");
        }
    }

    private String path(int column) {
        return schema.columns().get(column).path();
    }

    private void writeString(JsonTape tape, int value, int column, RowBuffer out) {
        byte[] bytes = tape.json();
        int start = tape.start(value);
        int end = tape.end(value);
        if (facts.isInstant(tape, value)) {
            if (!facts.instant().canonical()) {
                bytes = scratch;
                start = 0;
                end = InstantText.write(facts.instant().micros(), scratch, 0);
            }
        } else if (tape.escaped(value)) {
            bytes =
                    tape.hasNul(value)
                            ? cleaning.text(tape, value, path(column))
                            : tape.text(value);
            start = 0;
            end = bytes.length;
        } else if (!json[column]) {
            out.putQuotedPlain(bytes, start, end);
            return;
        }
        if (json[column]) {
            byte[] quoted = Padding.jsonString(Arrays.copyOfRange(bytes, start, end));
            out.putQuoted(quoted, 0, quoted.length);
        } else {
            out.putQuoted(bytes, start, end);
        }
    }
}
