package io.sluice.rows;

import io.sluice.events.JsonStrings;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import java.io.ByteArrayOutputStream;

/**
 * Brings lines of one schema version to a later one: columns that came later are NULL. The text of
 * a value does not depend on the version, with one exception: a quoted text in a column that is
 * JSON now becomes a JSON string. So {@code pad(encode(e, v3), v5) = encode(e, v5)}, but for {@code
 * _schema_version}, which keeps telling how the row was encoded. Immutable.
 */
public final class Padding {
    private final int added;

    /** One for each field of the earlier version. */
    private final boolean[] toJson;

    private final boolean anyToJson;

    private Padding(int added, boolean[] toJson, boolean anyToJson) {
        this.added = added;
        this.toJson = toJson;
        this.anyToJson = anyToJson;
    }

    /** The way from a version to itself or a later one of the same table. */
    public static Padding between(TableSchema from, TableSchema to) {
        if (!from.table().equals(to.table()) || from.version() > to.version()) {
            throw new IllegalArgumentException(
                    "no padding from %s v%d to %s v%d"
                            .formatted(from.table(), from.version(), to.table(), to.version()));
        }
        int system = SystemColumn.values().length;
        boolean[] toJson = new boolean[system + from.columns().size()];
        boolean any = false;
        for (int i = 0; i < from.columns().size(); i++) {
            boolean was = from.columns().get(i).type() instanceof LogicalType.Json;
            boolean is = to.columns().get(i).type() instanceof LogicalType.Json;
            toJson[system + i] = is && !was;
            any |= is && !was;
        }
        return new Padding(to.columns().size() - from.columns().size(), toJson, any);
    }

    /** True if lines stay as they are. */
    public boolean isIdentity() {
        return added == 0 && !anyToJson;
    }

    /** Whether these are so many lines, and have the fields of the earlier version together. */
    public boolean fits(byte[] lines, int count) {
        return LineShape.of(lines).equals(LineShape.of(count, toJson.length));
    }

    /**
     * The lines at the later version; the same array if nothing changes.
     *
     * @throws IllegalArgumentException if a line has not the fields of the earlier version
     */
    public byte[] apply(byte[] lines) {
        if (isIdentity()) {
            return lines;
        }
        RowBuffer out = new RowBuffer(lines.length + lines.length / 4 + 64);
        RowReader row = new RowReader(lines);
        while (row.next()) {
            if (row.fields() != toJson.length) {
                throw new IllegalArgumentException(
                        "a line of %d fields, not %d".formatted(row.fields(), toJson.length));
            }
            for (int field = 0; field < row.fields(); field++) {
                if (field > 0) {
                    out.put(',');
                }
                if (toJson[field] && row.quoted(field)) {
                    byte[] json = jsonString(row.value(field));
                    out.putQuoted(json, 0, json.length);
                } else {
                    row.copyTo(field, out);
                }
            }
            for (int i = 0; i < added; i++) {
                out.put(',');
                out.putNull();
            }
            out.put('\n');
        }
        return out.toByteArray();
    }

    /** The text as a JSON string, spelled as PostgreSQL's to_json spells it. */
    static byte[] jsonString(byte[] text) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(text.length + 2);
        JsonStrings.quote(text, json);
        return json.toByteArray();
    }
}
