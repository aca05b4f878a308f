package io.sluice.warehouse;

import io.sluice.schema.TableUid;

import java.util.List;

/**
 * An event table as the warehouse has it.
 *
 * @param rows rows it holds, counted
 * @param version the schema version it is at
 * @param columns its columns in their order
 */
public record StoredTable(
        TableUid uid, String name, int version, long rows, List<StoredColumn> columns) {
    /**
     * One column.
     *
     * @param path the JSON Pointer into the event; empty for a system column
     * @param type as the dialect names it
     */
    public record StoredColumn(String name, String path, String type) {}
}
