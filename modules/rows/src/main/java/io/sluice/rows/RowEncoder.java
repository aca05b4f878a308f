package io.sluice.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.Envelope;
import io.sluice.events.InstantText;
import io.sluice.events.JsonTape;
import io.sluice.events.JsonTape.Kind;
import io.sluice.schema.Facts;
import io.sluice.schema.LogicalType;
import io.sluice.schema.NumberText;
import io.sluice.schema.PlainNumber;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.schema.ValueFacts;

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
    private final boolean[] json;
    private final int[] values;
    private final ValueFacts facts;
    private final Overflow overflow;
    private final Cleaning cleaning = new Cleaning();
    private final ShadowedMembers shadowed;
    private final byte[] scratch = new byte[32];
    private ChunkOrigin chunk = new ChunkOrigin(0, "", -1, -1);
    private byte[] prefix = {};

    /** An encoder for this version. */
    public RowEncoder(TableSchema schema, SchemaRules rules) {
        this.schema = schema;
        this.rules = rules;
        this.body = SchemaNode.of(schema.columns());
        this.facts = new ValueFacts(rules);
        this.overflow = new Overflow(rules.fit());
        this.shadowed = new ShadowedMembers(rules);
        this.values = new int[schema.columns().size()];
        this.json = new boolean[values.length];
        Arrays.fill(values, -1);
        for (int i = 0; i < json.length; i++) {
            json[i] = schema.columns().get(i).type() instanceof LogicalType.Json;
        }
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
            write(tape, envelope, origin, position, out);
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
        if (!fits(tape, value, node.facts)) {
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
        return column >= 0 && json[column];
    }

    private static boolean isMarker(JsonTape tape, int value) {
        return tape.kind(value) == Kind.STRING
                && (tape.escaped(value) || tape.end(value) - tape.start(value) == MARKER_BYTES)
                && (tape.hasNul(value)
                        ? Arrays.equals(Cleaning.strip(tape.text(value)), CsvFormat.nullBytes())
                        : tape.textEquals(value, CsvFormat.nullBytes()));
    }

    private boolean fits(JsonTape tape, int value, Facts known) {
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

    private void write(
            JsonTape tape, Envelope envelope, ChunkOrigin origin, int position, RowBuffer out) {
        if (!origin.equals(chunk)) {
            prefix = prefix(origin);
            chunk = origin;
        }
        writeId(tape, envelope.id(), out);
        out.put(',');
        if (envelope.tsCanonical()) {
            out.putQuotedPlain(tape.json(), tape.start(envelope.ts()), tape.end(envelope.ts()));
        } else {
            int end = InstantText.write(envelope.tsMicros(), scratch, 0);
            out.putQuotedPlain(scratch, 0, end);
        }
        out.put(prefix);
        out.putLong(position);
        out.put(',');
        overflow.write(tape, cleaning, out);
        for (int column = 0; column < values.length; column++) {
            out.put(',');
            int value = values[column];
            if (value < 0) {
                out.putNull();
            } else {
                writeValue(tape, value, column, out);
            }
        }
        out.put('\n');
    }

    private void writeId(JsonTape tape, int id, RowBuffer out) {
        if (id < 0) {
            out.putNull();
        } else {
            byte[] text = tape.text(id);
            out.putQuoted(text, 0, text.length);
        }
    }

    private byte[] prefix(ChunkOrigin origin) {
        RowBuffer fields = new RowBuffer(128);
        fields.put(',');
        fields.putQuotedPlain(scratch, 0, InstantText.write(origin.receivedMicros(), scratch, 0));
        fields.put(',');
        fields.putLong(schema.version());
        fields.put(',');
        byte[] topic = origin.topic().getBytes(UTF_8);
        fields.putQuoted(topic, 0, topic.length);
        fields.put(',');
        fields.putLong(origin.partition());
        fields.put(',');
        fields.putLong(origin.offset());
        fields.put(',');
        return fields.toByteArray();
    }

    private void writeValue(JsonTape tape, int value, int column, RowBuffer out) {
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
