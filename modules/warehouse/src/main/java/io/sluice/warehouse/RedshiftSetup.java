package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Each statement by itself and so that it may run again, since nothing in Redshift keeps two
 * processes apart before there is a table to lock.
 */
final class RedshiftSetup extends NamespaceSetup {
    /** Another process that makes the same is done after a few; what fails for good, fails them. */
    private static final int TRIES = 6;

    private static final Duration PAUSE = Duration.ofMillis(250);

    RedshiftSetup(Dialect dialect) {
        super(dialect);
    }

    @Override
    synchronized void make(Connection connection, String app, String namespace)
            throws SQLException {
        for (int attempt = 1; !isThere(connection, app, namespace); attempt++) {
            connection.setAutoCommit(true);
            try {
                create(connection, app, namespace);
            } catch (SQLException collided) {
                if (attempt == TRIES) {
                    throw collided;
                }
                LockSupport.parkNanos(PAUSE.multipliedBy(attempt).toNanos());
            } finally {
                connection.setAutoCommit(false);
            }
        }
    }

    private boolean isThere(Connection connection, String app, String namespace)
            throws SQLException {
        checkOwner(connection, namespace, app);
        // The one is made last; the other an older Sluice did not make.
        boolean isThere =
                Catalog.exists(connection, namespace, Ledger.VIEW)
                        && Catalog.exists(connection, namespace, RefusedLedger.NAME);
        connection.rollback();
        return isThere;
    }

    private void create(Connection connection, String app, String namespace) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(dialect(), app, namespace)) {
                statement.execute(sql);
            }
        }
    }

    /**
     * What makes a namespace, in order. Whose it is is noted on a table: the documentation has no
     * comment on a schema in its syntax. The ledger's view comes last, and says that all is there.
     */
    static List<String> statements(Dialect dialect, String app, String namespace) {
        List<String> ledger = dialect.ledger(namespace);
        List<String> all = new ArrayList<>();
        all.add("CREATE SCHEMA IF NOT EXISTS " + dialect.quote(namespace));
        all.addAll(ledger.subList(0, ledger.size() - 1));
        all.add(
                "COMMENT ON TABLE %s IS %s"
                        .formatted(
                                dialect.qualified(namespace, Ledger.TABLES),
                                dialect.literal(owner(app))));
        all.add(ledger.getLast());
        return all;
    }
}
