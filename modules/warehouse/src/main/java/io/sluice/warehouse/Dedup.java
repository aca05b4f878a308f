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
record Dedup(
        Connection connection, Dialect dialect, String namespace, String staging, Duration window) {
    /**
     * @return how many rows were left out
     */
    long move(Statement.CopyUnit unit, String target) throws SQLException {
        long left = takeOut(unit, target);
        String columns =
                unit.columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        try (java.sql.Statement sql = connection.createStatement()) {
            long moved =
                    sql.executeLargeUpdate(
                            "INSERT INTO %s (%s) SELECT %s FROM %s"
                                    .formatted(target, columns, columns, staging));
            if (moved + left != unit.unit().rows()) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "unit %s: of %d rows %d were moved and %d left out"
                                .formatted(unit.unit().id(), unit.unit().rows(), moved, left));
            }
        }
        return left;
    }

    /** By joins alone, which every warehouse has; a place tells a row. */
    private long takeOut(Statement.CopyUnit unit, String target) throws SQLException {
        long there = note(unit, ofTarget(target));
        long again = note(unit, ofStaging(unit));
        String delete =
                "DELETE FROM %1$s USING %2$s d WHERE d.unit_id = ? AND d._partition = %3$s._partition"
                                .formatted(staging, duplicates(), RowCopy.STAGING_NAME)
                        + " AND d._offset = %1$s._offset AND d._position = %1$s._position"
                                .formatted(RowCopy.STAGING_NAME)
                        + " AND d._topic = %s._topic".formatted(RowCopy.STAGING_NAME);
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setString(1, unit.unit().id().toString());
            long gone = statement.executeLargeUpdate();
            if (gone != there + again) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "unit %s: %d duplicates were noted and %d taken out"
                                .formatted(unit.unit().id(), there + again, gone));
            }
            return gone;
        }
    }

    private String duplicates() {
        return dialect.qualified(namespace, Ledger.DUPLICATES);
    }

    private long note(Statement.CopyUnit unit, String rows) throws SQLException {
        String sql =
                "INSERT INTO %s SELECT ?, r._id, r._topic, r._partition, r._offset, r._position, ? FROM (%s) r"
                        .formatted(
                                duplicates(),
                                rows.replace(
                                        "$w", "INTERVAL '" + window.toSeconds() + " seconds'"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, unit.target().table().toString());
            statement.setString(2, unit.unit().id().toString());
            return statement.executeLargeUpdate();
        }
    }

    /** Rows whose id the target has. */
    private String ofTarget(String target) {
        return """
        SELECT DISTINCT s._id, s._topic, s._partition, s._offset, s._position
        FROM %s s JOIN %s t ON t._id = s._id AND t._ts BETWEEN s._ts - $w AND s._ts + $w
        """
                .formatted(staging, target);
    }

    /** Rows whose id an earlier row of the staging table has, those left out that are noted. */
    private String ofStaging(Statement.CopyUnit unit) {
        return """
        SELECT a._id, a._topic, a._partition, a._offset, a._position FROM (
          SELECT _id, _topic, _partition, _offset, _position, _ts,
                 row_number() OVER (PARTITION BY _id
                   ORDER BY _partition, _offset, _position) AS nth,
                 first_value(_ts) OVER (PARTITION BY _id
                   ORDER BY _partition, _offset, _position
                   ROWS UNBOUNDED PRECEDING) AS first_ts
          FROM %1$s WHERE _id IS NOT NULL) a
        LEFT JOIN %2$s d ON d.unit_id = %3$s AND d._partition = a._partition
          AND d._offset = a._offset AND d._position = a._position AND d._topic = a._topic
        WHERE a.nth > 1 AND a._ts BETWEEN a.first_ts - $w AND a.first_ts + $w
          AND d.unit_id IS NULL
        """
                .formatted(staging, duplicates(), dialect.literal(unit.unit().id().toString()));
    }
}
