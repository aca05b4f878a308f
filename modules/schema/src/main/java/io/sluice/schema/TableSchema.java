package io.sluice.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One immutable version of an event table. Columns are only ever appended; their names and paths
 * never change, their facts only grow. The columns of {@link SystemColumn} come before {@link
 * #columns} in every row and are not listed there.
 *
 * @param table the table
 * @param app the app that owns it
 * @param entype the events' entype
 * @param evname the events' evname
 * @param name the table's name in the warehouse
 * @param version 0 for a table that no event has given a column yet
 * @param columns the columns, in order of their appearance
 */
public record TableSchema(
        TableUid table,
        String app,
        String entype,
        String evname,
        String name,
        int version,
        List<Column> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
    }

    /**
     * 64 bits over uid, version and the column list (path, name, type): what readers compare to see
     * that a row was written with the version they know (FNV-1a).
     */
    public long fingerprint() {
        long hash = mix(0xcbf29ce484222325L, table.toString());
        hash = mix(hash, Integer.toString(version));
        for (Column column : columns) {
            hash = mix(hash, column.path());
            hash = mix(hash, column.name());
            hash = mix(hash, column.type().toString());
        }
        return hash;
    }

    private static long mix(long hash, String text) {
        long h = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xff)) * 0x100000001b3L;
        }
        return (h ^ 0xff) * 0x100000001b3L;
    }
}
