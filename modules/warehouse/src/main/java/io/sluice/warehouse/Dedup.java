package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;

/**
 * Moves rows from the staging table into the target, those left out whose id the target has
 * already, or an earlier row of the staging table. Each row left out is noted.
 */
record Dedup(Connection connection, Dialect dialect, String namespace, Duration window) {
    /**
     * @return how many rows were left out
     */
    long move(Statement.CopyUnit unit, String target) throws SQLException {
        try (java.sql.Statement sql = connection.createStatement()) {
            sql.execute("ANALYZE " + RowCopy.STAGING);
        }
        long left = takeOut(unit, target);
        String columns =
                unit.columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        try (java.sql.Statement sql = connection.createStatement()) {
            long moved =
                    sql.executeLargeUpdate(
                            "INSERT INTO %s (%s) SELECT %s FROM %s"
                                    .formatted(target, columns, columns, RowCopy.STAGING));
            if (moved + left != unit.unit().rows()) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "unit %s: of %d rows %d were moved and %d left out"
                                .formatted(unit.unit().id(), unit.unit().rows(), moved, left));
            }
        }
        return left;
    }

    private long takeOut(Statement.CopyUnit unit, String target) throws SQLException {
        String sql =
                """
                WITH gone AS (
                  DELETE FROM %1$s s WHERE s._id IS NOT NULL AND (
                    EXISTS (SELECT FROM %2$s t WHERE t._id = s._id
                            AND t._ts BETWEEN s._ts - $w AND s._ts + $w)
                    OR s.ctid IN (
                      SELECT again FROM (
                        SELECT ctid AS again, _ts, row_number() OVER first AS nth,
                               first_value(_ts) OVER first AS first_ts
                        FROM %1$s WHERE _id IS NOT NULL
                        WINDOW first AS (PARTITION BY _id
                                         ORDER BY _partition, _offset, _position)) ids
                      WHERE nth > 1 AND _ts BETWEEN first_ts - $w AND first_ts + $w))
                  RETURNING s._id, s._topic, s._partition, s._offset, s._position)
                INSERT INTO %3$s SELECT ?, _id, _topic, _partition, _offset, _position, ? FROM gone
                """
                        .formatted(
                                RowCopy.STAGING,
                                target,
                                dialect.qualified(namespace, Ledger.DUPLICATES))
                        .replace("$w", "INTERVAL '" + window.toSeconds() + " seconds'");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, unit.target().table().toString());
            statement.setString(2, unit.unit().id().toString());
            return statement.executeLargeUpdate();
        }
    }
}
