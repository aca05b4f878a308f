package io.sluice.warehouse;

import io.sluice.storage.ObjectStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Amazon Redshift as the warehouse. Its JDBC calls block: run them on threads that may. */
public final class RedshiftWarehouse extends JdbcWarehouse {
    private static final Logger log = LoggerFactory.getLogger(RedshiftWarehouse.class);

    private static final String FACTS =
            "SELECT version(), current_user, current_database(),"
                    + " has_database_privilege(current_database(), 'CREATE'),"
                    + " EXTRACT(epoch FROM GETDATE())";

    private final RedshiftSetup setup = new RedshiftSetup(dialect());
    private final WarehouseSettings settings;
    private final WarehouseKind.Redshift redshift;
    private final UnitFiles files;

    /**
     * Connects when first used.
     *
     * @param store where the batch files lie; stays the caller's to close
     */
    public RedshiftWarehouse(
            WarehouseSettings settings, WarehouseKind.Redshift redshift, ObjectStore store) {
        super(settings, new RedshiftDialect(), new RedshiftSession(settings, redshift));
        this.settings = settings;
        this.redshift = redshift;
        this.files = new UnitFiles(store);
    }

    @Override
    void setUp(Connection connection, String app) throws SQLException {
        setup.ensure(connection, app);
    }

    @Override
    void forget(String app) {
        setup.forget(app);
    }

    @Override
    RowCopy copy(Connection connection, String namespace) {
        return new RedshiftCopy(connection, dialect(), namespace, files, settings, redshift);
    }

    /** Every transaction does, at SNAPSHOT and at SERIALIZABLE. */
    @Override
    void atOneMoment(Connection connection) {}

    @Override
    void explain(Connection connection, Exception failure) {
        if (!RedshiftFailures.isOfRows(failure)) {
            return;
        }
        try {
            String reason =
                    RedshiftFailures.details(connection)
                            .orElse("the error tables say nothing of it");
            throw new WarehouseException(
                    WarehouseException.Kind.REFUSED, "COPY refused a row: " + reason, failure);
        } catch (SQLException gone) {
            log.atWarn().setCause(gone).log("the error tables could not be read");
        }
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
    WarehouseFacts facts(Connection connection) throws SQLException {
        Instant before = Instant.now();
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            Instant after = Instant.now();
            row.next();
            Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
            return new WarehouseFacts(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    "of the database",
                    !settings.jdbcUrl().contains("ssl=false"),
                    row.getBoolean(4),
                    Duration.between(middle, Instant.ofEpochSecond(row.getLong(5))));
        }
    }
}
