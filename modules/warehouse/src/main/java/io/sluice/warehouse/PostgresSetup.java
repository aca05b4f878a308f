package io.sluice.warehouse;

import io.sluice.schema.Names;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes an app's namespace with its ledger, once. Thread-safe, also across processes. */
final class PostgresSetup {
    /** Any number, the same everywhere. */
    private static final long SETUP_LOCK = 0x736c75696365L;

    private final Dialect dialect;
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    PostgresSetup(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Begins and ends a transaction of its own. */
    void ensure(Connection connection, String app) throws SQLException {
        if (done.contains(app)) {
            return;
        }
        String namespace = Names.namespace(app);
        try (Statement statement = connection.createStatement()) {
            // CREATE … IF NOT EXISTS fails when two run at once.
            statement.execute("SELECT pg_advisory_xact_lock(" + SETUP_LOCK + ")");
            if (!Catalog.exists(connection, namespace, Ledger.VIEW)) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + dialect.quote(namespace));
                for (String sql : dialect.ledger(namespace)) {
                    statement.execute(sql);
                }
                statement.execute(
                        "COMMENT ON SCHEMA %s IS %s"
                                .formatted(dialect.quote(namespace), dialect.literal(owner(app))));
            } else {
                checkOwner(connection, namespace, app);
                for (String sql : Ledger.upgrade(dialect, namespace)) {
                    statement.execute(sql);
                }
            }
        }
        connection.commit();
        done.add(app);
    }

    /** To be called when something of a namespace turned out to be gone. */
    void forget(String app) {
        done.remove(app);
    }

    static String owner(String app) {
        return "Sluice app " + app;
    }

    /** Two apps never have one namespace; somebody may have made the schema for another use. */
    static void checkOwner(Connection connection, String namespace, String app)
            throws SQLException {
        String sql =
                "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace"
                        + " WHERE nspname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            try (ResultSet row = statement.executeQuery()) {
                String comment = row.next() ? row.getString(1) : "";
                if (comment.startsWith(owner("")) && !comment.equals(owner(app))) {
                    throw new WarehouseException(
                            WarehouseException.Kind.REFUSED,
                            "schema %s belongs to: %s; rename app %s"
                                    .formatted(namespace, comment, app));
                }
            }
        }
    }
}
