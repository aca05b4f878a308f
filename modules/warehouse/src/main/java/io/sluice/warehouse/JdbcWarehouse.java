package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.schema.TableUid;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What all warehouses share: a pool for loads, another for reads, and the reads. */
abstract sealed class JdbcWarehouse implements Warehouse
        permits PostgresWarehouse, RedshiftWarehouse {
    /** Connections for all that is not a load, so that books do not wait for long loads. */
    private static final int READ_CONNECTIONS = 2;

    private static final int PING_SECONDS = 5;

    private final Dialect dialect;
    private final NamespaceSetup setup;
    private final WarehouseSettings settings;
    private final ConnectionPool loads;
    private final ConnectionPool reads;
    private final ConnectionPool pings;
    private volatile CopyObserver observer = CopyObserver.NONE;

    JdbcWarehouse(WarehouseSettings settings, NamespaceSetup setup, SessionRules rules) {
        this.settings = settings;
        this.dialect = setup.dialect();
        this.setup = setup;
        this.loads = new ConnectionPool(settings, rules, settings.connections());
        this.reads = new ConnectionPool(settings, rules, READ_CONNECTIONS);
        // Whether it answers must not depend on what it is busy with.
        this.pings = new ConnectionPool(settings, rules, 1);
    }

    @Override
    public void observe(CopyObserver told) {
        observer = told;
    }

    abstract RowCopy copy(Connection connection, String namespace);

    /** To be called before anything is read in a transaction that has to see one moment. */
    abstract void atOneMoment(Connection connection) throws SQLException;

    @Override
    public List<UnitOutcome> load(List<LoadUnit> units, Versions versions) {
        LoadUnit first = units.getFirst();
        if (units.stream().anyMatch(it -> !it.table().equals(first.table()))) {
            throw new IllegalArgumentException("units of several tables in one load");
        }
        return loads.with(
                "load into table " + first.table(),
                connection -> {
                    setup.ensure(connection, first.app());
                    try {
                        return transaction(connection, first.app(), versions).run(units);
                    } catch (SQLException | IOException | RuntimeException failed) {
                        // Perhaps a namespace was dropped: the next load looks again.
                        setup.forget(first.app());
                        explain(connection, failed);
                        throw failed;
                    }
                });
    }

    /**
     * Throws a failure in the place of one of which the warehouse knows more than its message says.
     */
    abstract void explain(Connection connection, Exception failure);

    @Override
    public LoadPlan plan(List<LoadUnit> units, Versions versions) {
        LoadUnit first = units.getFirst();
        return reads.with(
                "plan for table " + first.table(),
                connection -> transaction(connection, first.app(), versions).plan(units));
    }

    private LoadTransaction transaction(Connection connection, String app, Versions versions) {
        return new LoadTransaction(
                connection,
                dialect,
                app,
                new TimedCopy(copy(connection, Names.namespace(app)), observer),
                settings,
                versions);
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
                                    copy(connection, namespace),
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
        T read(TableReads reads) throws SQLException;
    }

    private <T> T read(String app, T none, Read<T> read) {
        return reads.with(
                "read of app " + app,
                connection -> {
                    TableReads all = new TableReads(connection, dialect, Names.namespace(app));
                    return all.isSetUp() ? read.read(all) : none;
                });
    }

    @Override
    public List<StoredTable> tables(String app) {
        return read(app, List.of(), TableReads::tables);
    }

    @Override
    public LedgerSums ledgerSums(String app) {
        return read(app, new LedgerSums(0, 0, 0, 0), TableReads::sums);
    }

    private interface Count<T> {
        T count(LedgerReads books) throws SQLException;
    }

    private <T> T count(String app, T none, Count<T> count) {
        String namespace = Names.namespace(app);
        return reads.with(
                "books of app " + app,
                connection -> {
                    atOneMoment(connection);
                    boolean isSetUp = new TableReads(connection, dialect, namespace).isSetUp();
                    return isSetUp
                            ? count.count(new LedgerReads(connection, dialect, namespace))
                            : none;
                });
    }

    @Override
    public LedgerBooks ledgerBooks(String app, Collection<UUID> units) {
        return count(app, LedgerBooks.NONE, it -> it.books(units));
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
        return reads.with("query", connection -> query(connection, Names.namespace(app), sql));
    }

    abstract QueryResult query(Connection connection, String namespace, String sql)
            throws SQLException;

    @Override
    public void ping() {
        pings.with(
                "ping",
                connection -> {
                    if (!connection.isValid(PING_SECONDS)) {
                        throw new SQLException("the connection is dead", "08003");
                    }
                    return true;
                });
    }

    @Override
    public WarehouseFacts facts(String bucket) {
        return reads.with("examination", connection -> facts(connection, bucket));
    }

    abstract WarehouseFacts facts(Connection connection, String bucket)
            throws SQLException, IOException;

    final ConnectionPool reads() {
        return reads;
    }

    @Override
    public void close() {
        loads.close();
        reads.close();
        pings.close();
    }
}
