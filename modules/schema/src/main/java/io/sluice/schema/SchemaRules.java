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
 */
public record SchemaRules(int maxDepth, boolean detectInstants, int maxColumns) {
    /** A PostgreSQL row must fit a page of 8 KB; values of up to 24 bytes are never moved out. */
    public static final int MOST_COLUMNS = 325;

    /**
     * Bytes of a path, as the sender spells it, that can have a column. Longer ones go to the
     * overflow whole: an object of long keys could otherwise repeat its own path until it is
     * thousands of times as large as the event.
     */
    public static final int MAX_PATH_BYTES = 1024;

    public static final SchemaRules DEFAULT = new SchemaRules(4, true, MOST_COLUMNS);

    /**
     * True if the members of this value have columns of their own.
     *
     * @param depth 1 for a member of the body
     */
    public boolean flattens(JsonTape tape, int value, int depth) {
        return depth < maxDepth && tape.kind(value) == JsonTape.Kind.OBJECT && !tape.empty(value);
    }

    /** Length of a member's path, given that of its object's. */
    public static int pathBytes(JsonTape tape, int key, int parent) {
        return parent + 1 + tape.end(key) - tape.start(key);
    }
}
