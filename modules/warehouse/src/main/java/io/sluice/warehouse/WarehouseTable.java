package io.sluice.warehouse;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What the warehouse has of an event table, as its catalog and our record of it say.
 *
 * @param exists whether there is a table of the name
 * @param columns type, as the catalog spells it, by column name
 * @param idIndexed whether _id is indexed by us
 * @param recordedVersion the version that our last plan brought it to; empty if none ever ran
 */
public record WarehouseTable(
        boolean exists,
        Map<String, String> columns,
        boolean idIndexed,
        OptionalInt recordedVersion) {
    /** No table, and none known. */
    public static final WarehouseTable ABSENT =
            new WarehouseTable(false, Map.of(), false, OptionalInt.empty());

    public WarehouseTable {
        columns = Map.copyOf(columns);
    }
}
