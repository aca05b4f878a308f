package io.sluice.warehouse;

import io.sluice.schema.Names;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes an app's namespace with its ledger, once; each statement by itself and so that it may run
 * again, since nothing in Redshift keeps two processes apart before there is a table to lock.
 */
final class RedshiftSetup {
    private final Dialect dialect;
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    RedshiftSetup(Dialect dialect) {
        this.dialect = dialect;
    }

    void ensure(Connection connection, String app) throws SQLException {
        if (done.contains(app)) {
            return;
        }
        String namespace = Names.namespace(app);
        if (Catalog.exists(connection, namespace, Ledger.VIEW)) {
            PostgresSetup.checkOwner(connection, namespace, app);
            connection.rollback();
        } else {
            connection.rollback();
            make(connection, app, namespace);
        }
        done.add(app);
    }

    private void make(Connection connection, String app, String namespace) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + dialect.quote(namespace));
            statement.execute(
                    "COMMENT ON SCHEMA %s IS %s"
                            .formatted(
                                    dialect.quote(namespace),
                                    dialect.literal(PostgresSetup.owner(app))));
            for (String sql : dialect.ledger(namespace)) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            // Most likely another process makes the same; then all is there the next time.
            throw new WarehouseException(
                    WarehouseException.Kind.TRANSIENT,
                    "the ledger of app " + app + " could not be made: " + failed.getMessage(),
                    failed);
        }
        connection.setAutoCommit(false);
    }

    void forget(String app) {
        done.remove(app);
    }
}
