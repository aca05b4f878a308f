package io.sluice.warehouse;

import io.sluice.schema.TableUid;
import io.sluice.storage.ObjectStore;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Amazon Redshift as the warehouse. Its JDBC calls block: run them on threads that may. */
public final class RedshiftWarehouse extends JdbcWarehouse {
    private final WarehouseSettings settings;
    private final RedshiftDialect redshiftDialect;

    /**
     * Connects when first used.
     *
     * @param store where the batch files lie; stays the caller's to close
     */
    public RedshiftWarehouse(
            WarehouseSettings settings, WarehouseKind.Redshift redshift, ObjectStore store) {
        this(settings, new RedshiftDialect(redshift), store);
    }

    private RedshiftWarehouse(
            WarehouseSettings settings, RedshiftDialect dialect, ObjectStore store) {
        super(
                settings,
                new RedshiftSetup(dialect),
                new RedshiftSession(settings, dialect.kind()),
                new UnitFiles(store));
        this.redshiftDialect = dialect;
        this.settings = settings;
    }

    @Override
    RowCopy copy(Connection connection, String namespace) {
        return new RedshiftCopy(
                connection, redshiftDialect, namespace, new RewrittenFiles(files()), settings);
    }

    /** Every transaction does, at SNAPSHOT and at SERIALIZABLE. */
    @Override
    void atOneMoment(Connection connection) {}

    /** A LOCK keeps readers out, so the loaders' own lock is taken, as {@link Ledger#lock} does. */
    @Override
    void hold(Connection connection, String namespace, TableUid uid, String table)
            throws SQLException {
        new Ledger(redshiftDialect, namespace).lock(connection, Ledger.shard(uid));
    }

    /** The error tables say it once the transaction is rolled back. */
    @Override
    Optional<RowRefusal> refusal(Connection connection, Exception failure) throws SQLException {
        return RedshiftFailures.isOfRows(failure)
                ? LoadErrors.ofLastCopy(connection, String.valueOf(failure.getMessage()))
                : Optional.empty();
    }

    @Override
    boolean countsLines() {
        return false;
    }

    @Override
    QueryResult query(Connection connection, String namespace, String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            // Of the session; every other statement of ours names its schema.
            statement.execute("SET search_path TO " + dialect().quote(namespace));
        }
        connection.commit();
        connection.setReadOnly(true);
        try {
            return new ReadQuery(connection).run(sql);
        } finally {
            connection.rollback();
            connection.setReadOnly(false);
        }
    }

    @Override
    WarehouseFacts facts(Connection connection, String bucket) throws SQLException, IOException {
        return new RedshiftFacts(connection, redshiftDialect, files())
                .read(bucket, !settings.jdbcUrl().contains("ssl=false"));
    }
}
