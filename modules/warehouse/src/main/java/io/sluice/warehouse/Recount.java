package io.sluice.warehouse;

import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks.OfTable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Counts a table beside its ledger while nobody can rewrite it. Rewriting is not MVCC-safe: a table
 * that is widened after a snapshot was taken looks empty in it (PostgreSQL says so of its ALTER
 * TABLE, and it is what the stand-in for Redshift keeps its data in).
 */
record Recount(Connection connection, Dialect dialect, String namespace) {
    private static final String UNDEFINED_TABLE = "42P01";

    /** Keeps a table as it is until the transaction ends; takes no snapshot. */
    interface Hold {
        void hold(TableUid uid, String table) throws SQLException;
    }

    /**
     * A table that differs from its ledger, counted again: that difference is the one that holds.
     * To be the first in its transaction: the lock comes before the snapshot.
     *
     * @return the same where there is no such table
     */
    OfTable of(TableUid uid, OfTable table, Hold hold) throws SQLException {
        try {
            hold.hold(uid, table.name());
            return table.withStored(table.loaded() + surplus(uid, table.name()));
        } catch (SQLException failed) {
            if (UNDEFINED_TABLE.equals(failed.getSQLState())) {
                return table;
            }
            throw failed;
        }
    }

    /** Rows beyond those that the ledger says the table got; negative where rows are missing. */
    private long surplus(TableUid uid, String table) throws SQLException {
        String sql =
                "SELECT (SELECT count(*) FROM %s) - coalesce(sum(loaded), 0) FROM %s WHERE table_uid = ?"
                        .formatted(
                                dialect.qualified(namespace, table),
                                dialect.qualified(namespace, Ledger.VIEW));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, uid.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
