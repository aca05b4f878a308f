package io.sluice.warehouse;

import io.sluice.storage.ObjectStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** Amazon Redshift as the warehouse. Its JDBC calls block: run them on threads that may. */
public final class RedshiftWarehouse extends JdbcWarehouse {
    private static final Logger log = LoggerFactory.getLogger(RedshiftWarehouse.class);

    private final WarehouseSettings settings;
    private final RedshiftDialect redshiftDialect;
    private final UnitFiles files;

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
        super(settings, new RedshiftSetup(dialect), new RedshiftSession(settings, dialect.kind()));
        this.redshiftDialect = dialect;
        this.settings = settings;
        this.files = new UnitFiles(store);
    }

    @Override
    RowCopy copy(Connection connection, String namespace) {
        return new RedshiftCopy(connection, redshiftDialect, namespace, files, settings);
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
    WarehouseFacts facts(Connection connection, String bucket) throws SQLException, IOException {
        return new RedshiftFacts(connection, redshiftDialect, files)
                .read(bucket, !settings.jdbcUrl().contains("ssl=false"));
    }
}
