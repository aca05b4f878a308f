package io.sluice.warehouse;

import io.sluice.schema.Names;
import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectStore;
import io.sluice.warehouse.LedgerBooks.OfTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** PostgreSQL as the warehouse. Its JDBC calls block: run them on threads that may. */
public final class PostgresWarehouse extends JdbcWarehouse {
    private final WarehouseSettings settings;

    /**
     * Connects when first used.
     *
     * @param store where the batch files lie; stays the caller's to close
     */
    public PostgresWarehouse(WarehouseSettings settings, ObjectStore store) {
        super(
                settings,
                new PostgresSetup(new PostgresDialect()),
                new PostgresSession(settings),
                new UnitFiles(store));
        this.settings = settings;
    }

    @Override
    RowCopy copy(Connection connection, String namespace) {
        return new PostgresCopy(connection, dialect(), namespace, files(), settings);
    }

    @Override
    void atOneMoment(Connection connection) throws SQLException {
        PostgresRecount.atOneMoment(connection);
    }

    @Override
    Optional<RowRefusal> refusal(Connection connection, Exception failure) {
        return failure instanceof RefusedLineException line
                ? Optional.of(line.refusal())
                : Optional.empty();
    }

    @Override
    boolean countsLines() {
        return true;
    }

    @Override
    public LedgerBooks ledgerBooks(String app, Collection<UUID> units) {
        LedgerBooks books = super.ledgerBooks(app, units);
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
        return reads().with(
                        "books of table " + table.name(),
                        connection ->
                                new PostgresRecount(connection, dialect(), namespace)
                                        .surplus(uid, table.name())
                                        .map(surplus -> table.withStored(table.loaded() + surplus))
                                        .orElse(table));
    }

    @Override
    QueryResult query(Connection connection, String namespace, String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY");
            statement.execute("SET LOCAL search_path TO " + dialect().quote(namespace));
        }
        return new ReadQuery(connection).run(sql);
    }

    @Override
    WarehouseFacts facts(Connection connection, String bucket) throws SQLException {
        return PostgresFacts.read(connection);
    }
}
