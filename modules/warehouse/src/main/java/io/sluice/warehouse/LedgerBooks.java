package io.sluice.warehouse;

import io.sluice.schema.TableUid;

import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The ledger of an app beside what its tables hold, all of one moment.
 *
 * @param tables by uid: every table that the ledger or the warehouse has
 * @param found those of the units asked for that the ledger has
 */
public record LedgerBooks(Map<TableUid, OfTable> tables, Set<UUID> found) {
    /** The books of an app that never had a load. */
    public static final LedgerBooks NONE = new LedgerBooks(Map.of(), Set.of());

    public LedgerBooks {
        tables = Map.copyOf(tables);
        found = Set.copyOf(found);
    }

    /**
     * One table.
     *
     * @param units rows of the ledger
     * @param rows lines in the units' files
     * @param loaded rows that the table got from them
     * @param duplicates rows left out because their id was there already
     * @param stored rows that the table holds, counted; 0 where there is no such table
     * @param duplicatesNoted records of duplicates, counted
     * @param refusedNoted records of rows that were left out because they were refused, counted
     */
    public record OfTable(
            String name,
            long units,
            long rows,
            long loaded,
            long duplicates,
            long stored,
            long duplicatesNoted,
            long refusedNoted) {
        static OfTable none(String name) {
            return new OfTable(name, 0, 0, 0, 0, 0, 0, 0);
        }

        OfTable withStored(long counted) {
            return new OfTable(
                    name, units, rows, loaded, duplicates, counted, duplicatesNoted, refusedNoted);
        }

        OfTable withDuplicatesNoted(long counted) {
            return new OfTable(
                    name, units, rows, loaded, duplicates, stored, counted, refusedNoted);
        }

        OfTable withRefusedNoted(long counted) {
            return new OfTable(
                    name, units, rows, loaded, duplicates, stored, duplicatesNoted, counted);
        }
    }
}
