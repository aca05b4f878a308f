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
        Connection connection, Dialect dialect, String namespace, RowCopy copy, Duration window) {
    private static final String GONE = "_sluice_gone";

    /**
     * @param refused rows of the unit that are not in the staging table
     * @return how many rows were left out
     */
    long move(Statement.CopyUnit unit, LeftOut refused, String target) throws SQLException {
        long left = takeOut(unit, target);
        String columns =
                unit.columns().stream().map(dialect::quote).collect(Collectors.joining(", "));
        try (java.sql.Statement sql = connection.createStatement()) {
            long moved =
                    sql.executeLargeUpdate(
                            "INSERT INTO %s (%s) SELECT %s FROM %s"
                                    .formatted(target, columns, columns, copy.staging()));
            if (moved + left + refused.rows().size() != unit.unit().rows()) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "unit %s: of %d rows %d were moved, %d left out and %d refused"
                                .formatted(
                                        unit.unit().id(),
                                        unit.unit().rows(),
                                        moved,
                                        left,
                                        refused.rows().size()));
            }
        }
        return left;
    }

    /**
     * By joins alone, which every warehouse has; a place tells a row. What is to go is gathered in
     * a table of this session: the noted duplicates of all loads are only written to, so that
     * nothing here grows with them, and two loads do not read what the other writes.
     */
    private long takeOut(Statement.CopyUnit unit, String target) throws SQLException {
        String gone = copy.temporary(GONE, dialect.qualified(namespace, Ledger.DUPLICATES));
        long count = gather(unit, gone, ofTarget(target)) + gather(unit, gone, ofStaging(gone));
        if (count > 0) {
            long deleted =
                    update(
                            ("DELETE FROM %1$s USING %2$s d WHERE d._partition = %3$s._partition"
                                            + " AND d._offset = %3$s._offset"
                                            + " AND d._position = %3$s._position"
                                            + " AND d._topic = %3$s._topic")
                                    .formatted(copy.staging(), gone, RowCopy.STAGING_NAME));
            long noted =
                    update(
                            "INSERT INTO %s SELECT * FROM %s"
                                    .formatted(
                                            dialect.qualified(namespace, Ledger.DUPLICATES), gone));
            if (deleted != count || noted != count) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "unit %s: of %d duplicates %d were noted and %d taken out"
                                .formatted(unit.unit().id(), count, noted, deleted));
            }
        }
        return count;
    }

    private long update(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    private long gather(Statement.CopyUnit unit, String gone, String rows) throws SQLException {
        String sql =
                "INSERT INTO %s SELECT ?, r._id, r._topic, r._partition, r._offset, r._position, ? FROM (%s) r"
                        .formatted(
                                gone,
                                rows.replace(
                                        "$w", "INTERVAL '" + window.toSeconds() + " seconds'"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, unit.target().table().toString());
            statement.setString(2, unit.unit().id().toString());
            return statement.executeLargeUpdate();
        }
    }

    /** Rows whose id the target has; to Redshift, blanks at the end make no difference by '='. */
    private String ofTarget(String target) {
        return """
        SELECT DISTINCT s._id, s._topic, s._partition, s._offset, s._position
        FROM %s s JOIN %s t ON t._id = s._id AND octet_length(t._id) = octet_length(s._id)
          AND t._ts BETWEEN s._ts - $w AND s._ts + $w
        """
                .formatted(copy.staging(), target);
    }

    /** Rows whose id an earlier row of the staging table has, less those gathered already. */
    private String ofStaging(String gone) {
        return """
        SELECT a._id, a._topic, a._partition, a._offset, a._position FROM (
          SELECT _id, _topic, _partition, _offset, _position, _ts,
                 row_number() OVER (PARTITION BY _id, octet_length(_id)
                   ORDER BY _partition, _offset, _position) AS nth,
                 first_value(_ts) OVER (PARTITION BY _id, octet_length(_id)
                   ORDER BY _partition, _offset, _position
                   ROWS UNBOUNDED PRECEDING) AS first_ts
          FROM %1$s WHERE _id IS NOT NULL) a
        LEFT JOIN %2$s d ON d._partition = a._partition AND d._offset = a._offset
          AND d._position = a._position AND d._topic = a._topic
        WHERE a.nth > 1 AND a._ts BETWEEN a.first_ts - $w AND a.first_ts + $w
          AND d._topic IS NULL
        """
                .formatted(copy.staging(), gone);
    }
}
