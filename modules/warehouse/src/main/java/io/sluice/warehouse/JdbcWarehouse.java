package io.sluice.warehouse;

import io.sluice.events.Origin;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.schema.TableUid;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What all warehouses share: a pool for loads, another for reads, and the reads. */
abstract sealed class JdbcWarehouse implements Warehouse
        permits PostgresWarehouse, RedshiftWarehouse {
    private static final Logger log = LoggerFactory.getLogger(JdbcWarehouse.class);

    /** Connections for all that is not a load, so that books do not wait for long loads. */
    private static final int READ_CONNECTIONS = 2;

    private static final int PING_SECONDS = 5;

    private final Dialect dialect;
    private final NamespaceSetup setup;
    private final WarehouseSettings settings;
    private final UnitFiles files;
    private final ConnectionPool loads;
    private final ConnectionPool reads;
    private final ConnectionPool pings;
    private volatile CopyObserver observer = CopyObserver.NONE;

    JdbcWarehouse(
            WarehouseSettings settings, NamespaceSetup setup, SessionRules rules, UnitFiles files) {
        this.settings = settings;
        this.files = files;
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
        if (units.stream().anyMatch(it -> !it.app().equals(first.app()))) {
            throw new IllegalArgumentException("units of several apps in one load");
        }
        return loads.with(
                "load into " + targets(units),
                connection -> {
                    setup.ensure(connection, first.app());
                    LeftOut left = LeftOut.NONE;
                    Optional<List<UnitOutcome>> outcomes = Optional.empty();
                    while (outcomes.isEmpty()) {
                        RowCopy copy = copy(connection, Names.namespace(first.app()));
                        LoadTransaction transaction =
                                transaction(connection, first.app(), copy, versions, left);
                        try {
                            outcomes = Optional.of(transaction.run(units));
                        } catch (SQLException | IOException | RuntimeException failed) {
                            // Perhaps a namespace was dropped: the next load looks again.
                            setup.forget(first.app());
                            Optional<LeftOut> more =
                                    without(connection, units, transaction, copy, left, failed);
                            if (more.isEmpty()) {
                                throw failed;
                            }
                            left = more.get();
                        }
                    }
                    return outcomes.get();
                });
    }

    /**
     * What to leave out so that the rest of the unit can be loaded; empty if the failure is not of
     * a row. Refuses if the unit does not stand alone: it is to be split off first, so that no
     * other is copied again for each row.
     */
    private Optional<LeftOut> without(
            Connection connection,
            List<LoadUnit> units,
            LoadTransaction transaction,
            RowCopy copy,
            LeftOut left,
            Exception failed)
            throws SQLException, IOException {
        Optional<RowRefusal> refusal =
                transaction.copying().isEmpty() ? Optional.empty() : refusal(connection, failed);
        if (refusal.isEmpty()) {
            return Optional.empty();
        }
        if (units.size() > 1) {
            throw new WarehouseException(
                    Failure.ROW_REFUSED, "COPY refused a row: " + refusal.get().words(), failed);
        }
        connection.rollback();
        Statement.CopyUnit statement = transaction.copying().orElseThrow();
        LeftOut more =
                new RefusedRows(files, settings)
                        .add(left, statement, named(refusal.get(), copy, statement), countsLines());
        log.atWarn()
                .addKeyValue("table", statement.target().name())
                .addKeyValue("unit", statement.unit().id())
                .log("row taken out of its unit: {}", more.rows().getLast().reason());
        return Optional.of(more);
    }

    private static String targets(List<LoadUnit> units) {
        Set<TableUid> tables = units.stream().map(LoadUnit::table).collect(Collectors.toSet());
        return tables.size() == 1
                ? "table " + tables.iterator().next()
                : tables.size() + " tables of app " + units.getFirst().app();
    }

    /**
     * The refusal with the key of the batch file, whatever the warehouse was given in its place.
     */
    private static RowRefusal named(
            RowRefusal refusal, RowCopy copy, Statement.CopyUnit statement) {
        String prefix = "s3://" + statement.unit().bucket() + "/";
        String file = refusal.file();
        String key =
                copy.original(file.startsWith(prefix) ? file.substring(prefix.length()) : file);
        // The error tables cut long names.
        List<String> keys =
                statement.unit().files().stream()
                        .map(LoadUnit.DataFile::key)
                        .filter(it -> it.startsWith(key))
                        .toList();
        if (keys.size() != 1) {
            throw new WarehouseException(
                    Failure.ROW_REFUSED,
                    "COPY refused a row: %s; which file of unit %s that is cannot be told"
                            .formatted(refusal.words(), statement.unit().id()));
        }
        return refusal.ofFile(keys.getFirst());
    }

    /** What the warehouse says of the row that it refused; empty if that is not why it failed. */
    abstract Optional<RowRefusal> refusal(Connection connection, Exception failure)
            throws SQLException;

    /** Whether the numbers of its refusals are known to count lines, not rows. */
    abstract boolean countsLines();

    @Override
    public List<RefusedRow.WithLine> refused(LoadUnit unit) {
        List<RefusedRow> rows =
                reads.with(
                        "refused rows of unit " + unit.id(),
                        connection ->
                                new RefusedLedger(dialect, Names.namespace(unit.app()))
                                        .ofUnit(connection, unit.id()));
        try {
            return new RefusedRows(files, settings).lines(unit.bucket(), rows);
        } catch (IOException | RuntimeException failed) {
            throw SqlFailures.of("rows of unit " + unit.id(), failed);
        }
    }

    @Override
    public LoadPlan plan(List<LoadUnit> units, Versions versions) {
        LoadUnit first = units.getFirst();
        return reads.with(
                "plan for table " + first.table(),
                connection ->
                        transaction(
                                        connection,
                                        first.app(),
                                        copy(connection, Names.namespace(first.app())),
                                        versions,
                                        LeftOut.NONE)
                                .plan(units));
    }

    private LoadTransaction transaction(
            Connection connection, String app, RowCopy copy, Versions versions, LeftOut left) {
        return new LoadTransaction(
                connection, dialect, app, new TimedCopy(copy, observer), settings, versions, left);
    }

    @Override
    public Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            Reloaded.Progress progress) {
        return reload(app, table, range, versions, Optional.empty(), progress);
    }

    @Override
    public Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            RowsAgain again,
            Reloaded.Progress progress) {
        return reload(app, table, range, versions, Optional.of(again), progress);
    }

    private Reloaded reload(
            String app,
            TableUid table,
            TimeRange range,
            Versions versions,
            Optional<RowsAgain> again,
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
                                    again,
                                    progress)
                            .run(table, range);
                });
    }

    @Override
    public OptionalInt version(String app, TableUid table) {
        Catalog catalog = new Catalog(dialect, Names.namespace(app));
        return reads.with(
                "version of table " + table,
                connection ->
                        new TableReads(connection, dialect, Names.namespace(app)).isSetUp()
                                ? catalog.recorded(connection, table)
                                        .map(it -> OptionalInt.of(it.version()))
                                        .orElse(OptionalInt.empty())
                                : OptionalInt.empty());
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
        LedgerBooks books = count(app, LedgerBooks.NONE, it -> it.books(units));
        Map<TableUid, LedgerBooks.OfTable> tables = new HashMap<>(books.tables());
        tables.replaceAll(
                (uid, table) ->
                        table.stored() == table.loaded() ? table : lookedAtAgain(app, uid, table));
        return new LedgerBooks(tables, books.found());
    }

    private LedgerBooks.OfTable lookedAtAgain(String app, TableUid uid, LedgerBooks.OfTable table) {
        String namespace = Names.namespace(app);
        return reads.with(
                "books of table " + table.name(),
                connection ->
                        new Recount(connection, dialect, namespace)
                                .of(
                                        uid,
                                        table,
                                        (it, name) -> hold(connection, namespace, it, name)));
    }

    /** See {@link Recount.Hold}. */
    abstract void hold(Connection connection, String namespace, TableUid uid, String table)
            throws SQLException;

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
    public List<Origin> refusedOrigins(String app, TableUid table) {
        return read(app, List.of(), reads -> reads.refusedOrigins(table));
    }

    @Override
    public Map<TableUid, Map<SourceChunk, Long>> refusedByChunk(String app) {
        return read(app, Map.of(), TableReads::refusedByChunk);
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

    final UnitFiles files() {
        return files;
    }

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
