package io.sluice.registry;

import io.sluice.schema.TableUid;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the registry knows of the units of an app, all of one moment.
 *
 * @param sums by table, of the units in each state; a state without units is absent
 * @param open units that are not loaded, the oldest first, as many as were asked for
 * @param known those of the units asked for that the registry has
 */
public record UnitBooks(
        Map<TableUid, Map<UnitRecord.State, Sum>> sums, List<Open> open, Set<UUID> known) {
    public UnitBooks {
        sums = Map.copyOf(sums);
        open = List.copyOf(open);
        known = Set.copyOf(known);
    }

    /** So many units with so many rows. */
    public record Sum(long units, long rows) {
        public static final Sum ZERO = new Sum(0, 0);

        public Sum plus(Sum other) {
            return new Sum(units + other.units, rows + other.rows);
        }
    }

    /** A unit that is published or parked. */
    public record Open(UUID unit, TableUid table, long rows) {}

    /** The sum of a table's units in a state. */
    public Sum sum(TableUid table, UnitRecord.State state) {
        return sums.getOrDefault(table, Map.of()).getOrDefault(state, Sum.ZERO);
    }

    /** The sum of a table's units, whatever their state. */
    public Sum sum(TableUid table) {
        return sums.getOrDefault(table, Map.of()).values().stream().reduce(Sum.ZERO, Sum::plus);
    }

    /** The sum of all units. */
    public Sum sum() {
        return sums.keySet().stream().map(this::sum).reduce(Sum.ZERO, Sum::plus);
    }
}
