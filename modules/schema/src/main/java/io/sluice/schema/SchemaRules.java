package io.sluice.schema;

import io.sluice.events.JsonTape;

/**
 * How events become columns. All sqlizers of one installation must have the same rules.
 *
 * @param maxDepth levels of objects in the body that become columns of their own, 1 or more; what
 *     lies deeper is kept as JSON
 * @param detectInstants whether RFC 3339 texts become instants
 * @param maxColumns columns a table may have beside the system columns; what finds no room goes to
 *     {@code _overflow}
 * @param fit the warehouse that has to hold every value
 */
public record SchemaRules(int maxDepth, boolean detectInstants, int maxColumns, Fit fit) {

    /**
     * Bytes of a path, as the sender spells it, that can have a column. Longer ones go to the
     * overflow whole: an object of long keys could otherwise repeat its own path until it is
     * thousands of times as large as the event.
     */
    public static final int MAX_PATH_BYTES = 1024;

    public static final SchemaRules DEFAULT = of(Fit.POSTGRESQL);

    /** The rules that fit a warehouse, where nothing else is said. */
    public static SchemaRules of(Fit fit) {
        return new SchemaRules(4, true, fit.mostColumns(), fit);
    }

    /**
     * The usual rules for a warehouse whose rows PostgreSQL keeps, whatever it says of itself: what
     * it has no room for must not become a column.
     */
    public static SchemaRules keptByPostgres(Fit fit) {
        int columns = Math.min(fit.mostColumns(), Fit.POSTGRESQL.mostColumns());
        return new SchemaRules(4, true, columns, fit);
    }

    /**
     * Whether a column can hold a value that is not flattened; one that cannot is kept elsewhere.
     *
     * @param isJson whether the column is JSON even if the value is no object or array
     */
    public boolean columnHolds(JsonTape tape, int value, boolean isJson) {
        return fit == Fit.POSTGRESQL
                || RedshiftLimits.ofColumn(tape, value, isJson) == RedshiftLimits.Verdict.HELD;
    }

    /**
     * True if the members of this value have columns of their own.
     *
     * @param depth 1 for a member of the body
     */
    public boolean flattens(JsonTape tape, int value, int depth) {
        return depth < maxDepth && tape.kind(value) == JsonTape.Kind.OBJECT && !tape.empty(value);
    }

    /** Bytes of a row's line that the warehouse reads. */
    public int maxRowBytes() {
        return fit == Fit.REDSHIFT ? RedshiftLimits.ROW_BYTES : Integer.MAX_VALUE;
    }

    /** Length of a member's path, given that of its object's. */
    public static int pathBytes(JsonTape tape, int key, int parent) {
        return parent + 1 + tape.end(key) - tape.start(key);
    }
}
