package io.sluice.warehouse;

import io.sluice.schema.Names;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes an app's namespace with its ledger, once. Thread-safe, also across processes. */
abstract sealed class NamespaceSetup permits PostgresSetup, RedshiftSetup {
    private final Dialect dialect;
    private final Set<String> done = ConcurrentHashMap.newKeySet();

    NamespaceSetup(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Leaves no transaction open. */
    final void ensure(Connection connection, String app) throws SQLException {
        if (!done.contains(app)) {
            make(connection, app, Names.namespace(app));
            done.add(app);
        }
    }

    /** To be called when something of a namespace turned out to be gone. */
    final void forget(String app) {
        done.remove(app);
    }

    /** Makes what is not there; leaves no transaction open. */
    abstract void make(Connection connection, String app, String namespace) throws SQLException;

    final Dialect dialect() {
        return dialect;
    }

    /** The comment that notes whose a namespace is. */
    static String owner(String app) {
        return "Sluice app " + app;
    }

    /**
     * Two apps never have one namespace; somebody may have made the schema for another use. Whose
     * it is says a table of ours, or the schema: in PostgreSQL, and where an older Sluice noted it.
     */
    static void checkOwner(Connection connection, String namespace, String app)
            throws SQLException {
        String sql =
                "SELECT coalesce(obj_description(c.oid, 'pg_class'),"
                        + " obj_description(n.oid, 'pg_namespace'), '') FROM pg_namespace n"
                        + " LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = ?"
                        + " WHERE n.nspname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, Ledger.TABLES);
            statement.setString(2, namespace);
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
