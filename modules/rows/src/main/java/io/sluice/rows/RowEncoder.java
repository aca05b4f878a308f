package io.sluice.rows;

import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Turns events into rows of one schema version, in the text of {@link CsvFormat}. In steady state
 * it allocates nothing per event. One thread.
 */
public final class RowEncoder {
    private static final int MARKER_BYTES = CsvFormat.NULL.length();

    private final TableSchema schema;
    private final SchemaRules rules;
    private final SchemaNode body;
    private final Fitting fitting;
    private final Cleaning cleaning = new Cleaning();
    private final SystemFields system;
    private final Overflow overflow;
    private final ShadowedMembers shadowed;
    private final ValueWriter writer;

    /** For each column the token of its value, or -1. */
    private final int[] values;

    /** An encoder for this version. */
    public RowEncoder(TableSchema schema, SchemaRules rules) {
        this.schema = schema;
        this.rules = rules;
        this.body = SchemaNode.of(schema.columns());
        this.fitting = new Fitting(rules);
        this.system = new SystemFields(schema.version());
        this.overflow = new Overflow(rules.fit());
        this.shadowed = new ShadowedMembers(rules);
        this.writer = new ValueWriter(schema, rules, cleaning);
        this.values = new int[schema.columns().size()];
        Arrays.fill(values, -1);
    }

    public TableSchema schema() {
        return schema;
    }

    /**
     * Appends the row of the event on the tape.
     *
     * @param position the event's place in the chunk, from 0
     * @return false, with nothing appended, if the schema does not hold the event
     */
    public boolean encode(
            JsonTape tape, Envelope envelope, ChunkOrigin origin, int position, RowBuffer out) {
        overflow.clear();
        cleaning.clear();
        boolean fits = place(tape, envelope.body(), body, 1, 0);
        if (fits) {
            overflow.envelope(tape, envelope);
            if (tape.hasShadowed()) {
                shadowed.note(tape, envelope, cleaning);
            }
            system.write(tape, envelope, origin, position, out);
            overflow.write(tape, cleaning, out);
            writeValues(tape, out);
        }
        Arrays.fill(values, -1);
        return fits;
    }

    /** What was changed in the row that was encoded last. */
    public List<Alteration> alterations() {
        return cleaning.alterations();
    }

    /** Values of the row that was encoded last that no column of the warehouse holds. */
    public List<KeptValue> kept() {
        return overflow.kept().list();
    }

    /**
     * Finds the column of each value.
     *
     * @param node the object's node, or null where no column lies under its path
     * @param pathBytes length of the object's path within the body
     * @return false if a value has no column yet that it could have, or does not fit
     */
    private boolean place(
            JsonTape tape, int object, @Nullable SchemaNode node, int depth, int pathBytes) {
        int guess = 0;
        for (int key = object + 1; key < tape.next(object); key = tape.next(key)) {
            int value = key + 1;
            int length = SchemaRules.pathBytes(tape, key, pathBytes);
            if (!tape.plainKey(key) || length > SchemaRules.MAX_PATH_BYTES) {
                if (!tape.shadowed(key)) {
                    overflow.add(key);
                }
                continue;
            }
            int found = node == null ? -1 : node.find(tape, key, guess);
            SchemaNode child = null;
            if (node != null && found >= 0) {
                guess = found + 1;
                child = node.child(found);
            }
            boolean placed =
                    rules.flattens(tape, value, depth)
                            ? place(tape, value, child, depth + 1, length)
                            : placeLeaf(tape, key, child);
            if (!placed) {
                return false;
            }
        }
        return true;
    }

    private boolean placeLeaf(JsonTape tape, int key, @Nullable SchemaNode node) {
        int value = key + 1;
        if (tape.kind(value) == Kind.NULL) {
            return true;
        }
        if (!rules.columnHolds(tape, value, node != null && isJson(node.column))) {
            overflow.add(key);
            return true;
        }
        if (node == null || node.column < 0) {
            overflow.add(key);
            return schema.columns().size() >= rules.maxColumns();
        }
        if (!fitting.fits(tape, value, node.facts)) {
            return false;
        }
        if (isMarker(tape, value)) {
            overflow.add(key);
        } else {
            values[node.column] = value;
        }
        return true;
    }

    private boolean isJson(int column) {
        return column >= 0 && writer.isJson(column);
    }

    private void writeValues(JsonTape tape, RowBuffer out) {
        for (int column = 0; column < values.length; column++) {
            out.put(',');
            int value = values[column];
            if (value < 0) {
                out.putNull();
            } else {
                writer.write(tape, value, column, out);
            }
        }
        out.put('\n');
    }

    private static boolean isMarker(JsonTape tape, int value) {
        return tape.kind(value) == Kind.STRING
                && (tape.escaped(value) || tape.end(value) - tape.start(value) == MARKER_BYTES)
                && (tape.hasNul(value)
                        ? Arrays.equals(Cleaning.strip(tape.text(value)), CsvFormat.nullBytes())
                        : tape.textEquals(value, CsvFormat.nullBytes()));
    }
}
