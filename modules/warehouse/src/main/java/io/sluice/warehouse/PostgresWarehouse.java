package io.sluice.warehouse;

import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectStore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

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
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
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

    /** Against whoever rewrites it, and nobody else. */
    @Override
    void hold(Connection connection, String namespace, TableUid uid, String table)
            throws SQLException {
        atOneMoment(connection);
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(
                    "LOCK TABLE "
                            + dialect().qualified(namespace, table)
                            + " IN ACCESS SHARE MODE");
        }
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
