package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectStore;
import io.sluice.warehouse.LedgerBooks.OfTable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** PostgreSQL as the warehouse. Its JDBC calls block: run them on threads that may. */
public final class PostgresWarehouse implements Warehouse {
    /** Connections for all that is not a load, so that books do not wait for long loads. */
    private static final int READ_CONNECTIONS = 2;

    private final Dialect dialect = new PostgresDialect();
    private final PostgresSetup setup = new PostgresSetup(dialect);
    private final WarehouseSettings settings;
    private final UnitFiles files;
    private final ConnectionPool loads;
    private final ConnectionPool reads;

    /**
     * Connects when first used.
     *
     * @param store where the batch files lie; stays the caller's to close
     */
    public PostgresWarehouse(WarehouseSettings settings, ObjectStore store) {
        this.settings = settings;
        this.files = new UnitFiles(store);
        this.loads = new ConnectionPool(settings, settings.connections());
        this.reads = new ConnectionPool(settings, READ_CONNECTIONS);
    }

    @Override
    public List<UnitOutcome> load(List<LoadUnit> units, Versions versions) {
        LoadUnit first = units.getFirst();
        if (units.stream().anyMatch(it -> !it.table().equals(first.table()))) {
            throw new IllegalArgumentException("units of several tables in one load");
        }
        return loads.with(
                "load into table " + first.table(),
                connection -> load(connection, first.app(), units, versions));
    }

    private List<UnitOutcome> load(
            Connection connection, String app, List<LoadUnit> units, Versions versions)
            throws SQLException, IOException {
        setup.ensure(connection, app);
        try {
            return new LoadTransaction(connection, dialect, app, files, settings, versions)
                    .run(units);
        } catch (SQLException | IOException | RuntimeException failed) {
            // Perhaps a namespace was dropped: the next load looks again.
            setup.forget(app);
            throw failed;
        }
    }

    @Override
    public Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            Reloaded.Progress progress) {
        String namespace = Names.namespace(app);
        return loads.with(
                "reload of table " + table,
                connection -> {
                    setup.ensure(connection, app);
                    return new TableReload(
                                    connection,
                                    dialect,
                                    namespace,
                                    new Ledger(dialect, namespace),
                                    new RowCopy(connection, dialect, namespace, files, settings),
                                    versions,
                                    progress)
                            .run(table, range);
                });
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public int connections() {
        return settings.connections();
    }

    private interface Read<T> {
        T read(PostgresReads reads) throws SQLException;
    }

    private <T> T read(String app, T none, Read<T> read) {
        return reads.with(
                "read of app " + app,
                connection -> {
                    PostgresReads all =
                            new PostgresReads(connection, dialect, Names.namespace(app));
                    return all.isSetUp() ? read.read(all) : none;
                });
    }

    @Override
    public List<StoredTable> tables(String app) {
        return read(app, List.of(), PostgresReads::tables);
    }

    @Override
    public LedgerSums ledgerSums(String app) {
        return read(app, new LedgerSums(0, 0, 0, 0), PostgresReads::sums);
    }

    private interface Count<T> {
        T count(PostgresBooks books) throws SQLException;
    }

    private <T> T count(String app, T none, Count<T> count) {
        String namespace = Names.namespace(app);
        return reads.with(
                "books of app " + app,
                connection -> {
                    PostgresBooks.atOneMoment(connection);
                    boolean isSetUp = new PostgresReads(connection, dialect, namespace).isSetUp();
                    return isSetUp
                            ? count.count(new PostgresBooks(connection, dialect, namespace))
                            : none;
                });
    }

    @Override
    public LedgerBooks ledgerBooks(String app, Collection<UUID> units) {
        LedgerBooks books = count(app, LedgerBooks.NONE, it -> it.books(units));
        Map<TableUid, OfTable> tables = new HashMap<>(books.tables());
        tables.replaceAll(
                (uid, table) ->
                        table.stored() == table.loaded() ? table : lookedAtAgain(app, uid, table));
        return new LedgerBooks(tables, books.found());
    }

    /**
     * Rewriting a table is not MVCC-safe in PostgreSQL: one that is widened after a snapshot looks
     * empty in it. So what differs is counted again, and that difference is the one that holds.
     */
    private OfTable lookedAtAgain(String app, TableUid uid, OfTable table) {
        String namespace = Names.namespace(app);
        return reads.with(
                "books of table " + table.name(),
                connection ->
                        new PostgresBooks(connection, dialect, namespace)
                                .surplus(uid, table.name())
                                .map(surplus -> table.withStored(table.loaded() + surplus))
                                .orElse(table));
    }

    @Override
    public Map<UUID, Long> ledgerUnits(String app, TableUid table, int limit) {
        return count(app, Map.of(), books -> books.units(table, limit));
    }

    @Override
    public Set<String> ledgerManifests(String app, Collection<String> keys) {
        return count(app, Set.of(), books -> books.matching("manifest_key", keys));
    }

    @Override
    public Map<SourceChunk, Long> rowsByChunk(String app, String table) {
        return read(app, Map.of(), reads -> reads.byChunk(table));
    }

    @Override
    public Map<SourceChunk, Long> duplicatesByChunk(String app) {
        return read(app, Map.of(), reads -> reads.byChunk(Ledger.DUPLICATES));
    }

    @Override
    public QueryResult query(String app, String sql) {
        return reads.with(
                "query",
                connection ->
                        new PostgresQuery(connection)
                                .run(dialect.quote(Names.namespace(app)), sql));
    }

    @Override
    public void ping() {
        reads.with("ping", connection -> connection.isValid(5));
    }

    @Override
    public WarehouseFacts facts() {
        return reads.with("examination", PostgresFacts::read);
    }

    @Override
    public void close() {
        loads.close();
        reads.close();
    }
}
