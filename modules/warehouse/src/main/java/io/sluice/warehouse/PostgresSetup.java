package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** In one transaction, which a lock keeps apart from that of another process. */
final class PostgresSetup extends NamespaceSetup {
    /** Any number, the same everywhere. */
    private static final long SETUP_LOCK = 0x736c75696365L;

    PostgresSetup(Dialect dialect) {
        super(dialect);
    }

    @Override
    void make(Connection connection, String app, String namespace) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // CREATE … IF NOT EXISTS fails when two run at once.
            statement.execute("SELECT pg_advisory_xact_lock(" + SETUP_LOCK + ")");
            if (!Catalog.exists(connection, namespace, Ledger.VIEW)) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + dialect().quote(namespace));
                for (String sql : dialect().ledger(namespace)) {
                    statement.execute(sql);
                }
                statement.execute(
                        "COMMENT ON SCHEMA %s IS %s"
                                .formatted(
                                        dialect().quote(namespace), dialect().literal(owner(app))));
            } else {
                checkOwner(connection, namespace, app);
                for (String sql :
                        Ledger.upgrade(dialect(), namespace, PostgresDialect.LEDGER_TEXT)) {
                    statement.execute(sql);
                }
            }
        }
        connection.commit();
    }
}
