package io.sluice.warehouse;

import io.sluice.events.Origin;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectStore;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * The warehouse as services see it. Every call blocks, on I/O of any length: never on an event
 * loop. Thread-safe; an interrupt abandons what runs. All calls may throw a {@link
 * WarehouseException}.
 */
public interface Warehouse extends AutoCloseable {
    /** Into how many parts the ledger is split; a load locks one of them. */
    int LEDGER_SHARDS = Ledger.SHARDS;

    /** The part of the ledger that a table's units are in, from 0; the same everywhere for ever. */
    static int ledgerShard(TableUid table) {
        return Ledger.shard(table);
    }

    /**
     * The warehouse that the settings name. Connects when first used.
     *
     * @param store where the batch files lie; stays the caller's to close
     */
    static Warehouse open(WarehouseSettings settings, ObjectStore store) {
        return switch (settings.kind()) {
            case WarehouseKind.PostgreSql postgres -> new PostgresWarehouse(settings, store);
            case WarehouseKind.Redshift redshift ->
                    new RedshiftWarehouse(settings, redshift, store);
        };
    }

    /** Whom to tell of each unit that is copied from now on; nobody at first. */
    void observe(CopyObserver told);

    /** Loads that may run at once; more wait in line. */
    int connections();

    /**
     * Loads units of one app in one transaction: all of them or none. Units that the ledger has
     * already are skipped. A row that the warehouse refuses is taken out of a unit that stands
     * alone and noted in the same transaction, see {@link #refused}; with others it fails them all,
     * so that they are split. After an exception the units may be loaded nevertheless (the commit's
     * answer was lost): call again and the ledger tells.
     *
     * @param units at least one, of one app, of each table in the order to load
     * @return one for each unit, in their order
     */
    List<UnitOutcome> load(List<LoadUnit> units, Versions versions);

    /**
     * The rows that a unit was loaded without, with their bytes; none for one that is not loaded.
     * The same however often it is asked.
     */
    List<RefusedRow.WithLine> refused(LoadUnit unit);

    /**
     * What {@link #load} would run for units that are not loaded yet; nothing is touched.
     *
     * @param units at least one, of one app and table, in the order to load
     */
    LoadPlan plan(List<LoadUnit> units, Versions versions);

    /**
     * Rebuilds rows of a table from the files of all its units, in the version that it has. Loads
     * of it wait meanwhile. Nothing changes if the files do not give the rows that the ledger
     * counts.
     *
     * @param range of the rows' _ts; others stay as they are
     * @param progress told on this thread, before the first unit and after each
     */
    Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            Reloaded.Progress progress);

    /**
     * {@link #reload(String, TableUid, TimeRange, Versions, Reloaded.Progress)} from rows that were
     * made again from raw events. Rows of other events stay as they are; nothing changes if the two
     * are not as many as the ledger counts. The checksums leave {@code _schema_version} out.
     */
    Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            RowsAgain again,
            Reloaded.Progress progress);

    /** The schema version that a table has, or had when it was dropped; empty if it had none. */
    OptionalInt version(String app, TableUid table);

    /** The dialect of this warehouse. */
    Dialect dialect();

    /** The event tables of an app as the warehouse has them, by name. */
    List<StoredTable> tables(String app);

    /** Sums over the ledger of an app; zeros for an app without one. */
    LedgerSums ledgerSums(String app);

    /**
     * The ledger of an app beside what its tables hold, all of one moment. Counts every row, and
     * keeps changes of columns waiting meanwhile.
     *
     * @param units those of which to tell whether the ledger has them
     */
    LedgerBooks ledgerBooks(String app, Collection<UUID> units);

    /** How often the ledger has each unit of a table: once. At most so many units. */
    Map<UUID, Long> ledgerUnits(String app, TableUid table, int limit);

    /** Those of the manifests that the ledger names. */
    Set<String> ledgerManifests(String app, Collection<String> keys);

    /** How many rows of a table came from each chunk. */
    Map<SourceChunk, Long> rowsByChunk(String app, String table);

    /** How many duplicates of an app, over all its tables, came from each chunk. */
    Map<SourceChunk, Long> duplicatesByChunk(String app);

    /** Where the events lie whose rows a table was loaded without, as far as those rows tell. */
    List<Origin> refusedOrigins(String app, TableUid table);

    /** Of each table, how many rows that were refused came from each chunk. */
    Map<TableUid, Map<SourceChunk, Long>> refusedByChunk(String app);

    /**
     * Runs one query, read-only, with the app's namespace as search path. Holds the whole result in
     * memory.
     */
    QueryResult query(String app, String sql);

    /** Whether the warehouse answers; an exception says why not. */
    void ping();

    /**
     * What the warehouse says of itself.
     *
     * @param bucket where batch files lie
     */
    WarehouseFacts facts(String bucket);

    /** Gives up all connections; calls under way fail. */
    @Override
    void close();
}
