package io.sluice.warehouse;

import io.sluice.schema.TableUid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Counts a table beside its ledger where a snapshot may have missed what was rewritten. */
record PostgresRecount(Connection connection, Dialect dialect, String namespace) {
    private static final String UNDEFINED_TABLE = "42P01";

    /** To be called before anything is read in the transaction. */
    static void atOneMoment(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
    }

    /**
     * Rows that a table holds beyond those that the ledger says it got; negative where rows are
     * missing, empty where there is no such table. To be the first in its transaction: the lock
     * comes before the snapshot, so nobody can rewrite the table in between.
     */
    Optional<Long> surplus(TableUid uid, String table) throws SQLException {
        atOneMoment(connection);
        String stored = dialect.qualified(namespace, table);
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + stored + " IN ACCESS SHARE MODE");
        } catch (SQLException failed) {
            if (UNDEFINED_TABLE.equals(failed.getSQLState())) {
                return Optional.empty();
            }
            throw failed;
        }
        String sql =
                "SELECT (SELECT count(*) FROM %s) - coalesce(sum(loaded), 0) FROM %s WHERE table_uid = ?"
                        .formatted(stored, dialect.qualified(namespace, Ledger.VIEW));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, uid.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.of(row.getLong(1));
            }
        }
    }
}
