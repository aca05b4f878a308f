package io.sluice.warehouse;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the warehouse has of an event table, as its catalog and our record of it say.
 *
 * @param exists whether there is a table of the name
 * @param columns type, as the catalog spells it, by column name
 * @param idIndexed whether _id is indexed by us
 * @param recorded the version that our last plan brought it to; empty if none ever ran
 */
public record WarehouseTable(
        boolean exists,
        Map<String, String> columns,
        boolean idIndexed,
        Optional<Recorded> recorded) {
    /** No table, and none known. */
    public static final WarehouseTable ABSENT =
            new WarehouseTable(false, Map.of(), false, Optional.empty());

    /**
     * What we wrote down of a table.
     *
     * @param fingerprint of the version's columns; empty where an older Sluice wrote it
     */
    public record Recorded(int version, OptionalLong fingerprint) {}

    public WarehouseTable {
        columns = Map.copyOf(columns);
    }
}
