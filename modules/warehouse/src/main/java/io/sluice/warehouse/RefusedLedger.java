package io.sluice.warehouse;

import io.sluice.events.Origin;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows that units were loaded without, each noted in the transaction that loads the rest. So a
 * row is in a table, or a duplicate, or here, whatever is lost or comes twice afterwards.
 */
record RefusedLedger(Dialect dialect, String namespace) {
    static final String NAME = "_sluice_refused";

    private static final String FIELDS =
            "unit_id, file, file_row, bytes, column_name, value, rule, _topic, _partition, _offset,"
                    + " _position";

    /** What makes the table; texts have this type. */
    static String table(Dialect dialect, String namespace, String text) {
        return ("CREATE TABLE IF NOT EXISTS %s (table_uid $t, unit_id $t, file $t, file_row BIGINT,"
                        + " bytes BIGINT, column_name $t, value $t, rule $t, _topic $t, _partition"
                        + " BIGINT, _offset BIGINT, _position BIGINT)")
                .formatted(dialect.qualified(namespace, NAME))
                .replace("$t", text);
    }

    private String table() {
        return dialect.qualified(namespace, NAME);
    }

    /** Notes rows of a unit. */
    void note(Connection connection, LoadUnit unit, List<RefusedRow> rows) throws SQLException {
        String sql =
                "INSERT INTO %s (table_uid, %s) VALUES %s"
                        .formatted(table(), FIELDS, Placeholders.of(12));
        for (RefusedRow row : rows) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, unit.table().toString());
                statement.setString(2, unit.id().toString());
                statement.setString(3, row.file());
                statement.setLong(4, row.row());
                statement.setLong(5, row.bytes());
                statement.setString(6, row.column());
                statement.setString(7, row.value());
                statement.setString(8, row.rule());
                set(statement, row.origin());
                statement.executeUpdate();
            }
        }
    }

    private static void set(PreparedStatement statement, Optional<Origin> origin)
            throws SQLException {
        if (origin.isPresent()) {
            statement.setString(9, origin.get().topic());
            statement.setLong(10, origin.get().partition());
            statement.setLong(11, origin.get().offset());
            statement.setLong(12, origin.get().position());
        } else {
            statement.setNull(9, Types.VARCHAR);
            statement.setNull(10, Types.BIGINT);
            statement.setNull(11, Types.BIGINT);
            statement.setNull(12, Types.BIGINT);
        }
    }

    /** Those of one unit, in the order of their files. */
    List<RefusedRow> ofUnit(Connection connection, UUID unit) throws SQLException {
        return ofEach(connection, "unit_id", unit.toString())
                .getOrDefault(unit, LeftOut.NONE)
                .rows();
    }

    /** Those of a table, by unit. */
    Map<UUID, LeftOut> ofTable(Connection connection, TableUid table) throws SQLException {
        return ofEach(connection, "table_uid", table.toString());
    }

    /** Where the events of those of a table lie, as far as rows tell. */
    List<Origin> origins(Connection connection, TableUid table) throws SQLException {
        if (!isThere(connection)) {
            return List.of();
        }
        return ofTable(connection, table).values().stream()
                .flatMap(it -> it.rows().stream())
                .flatMap(it -> it.origin().stream())
                .toList();
    }

    private Map<UUID, LeftOut> ofEach(Connection connection, String column, String value)
            throws SQLException {
        String sql =
                "SELECT %s FROM %s WHERE %s = ? ORDER BY file, file_row"
                        .formatted(FIELDS, table(), column);
        Map<UUID, List<RefusedRow>> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(
                                    UUID.fromString(rows.getString(1)), it -> new ArrayList<>())
                            .add(row(rows));
                }
            }
        }
        Map<UUID, LeftOut> all = new HashMap<>();
        found.forEach((unit, rows) -> all.put(unit, new LeftOut(rows)));
        return all;
    }

    private static RefusedRow row(ResultSet row) throws SQLException {
        String topic = row.getString(8);
        return new RefusedRow(
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                topic == null
                        ? Optional.empty()
                        : Optional.of(
                                new Origin(topic, row.getInt(9), row.getLong(10), row.getInt(11))));
    }

    /** How many there are, by table. */
    Map<TableUid, Long> counts(Connection connection) throws SQLException {
        Map<TableUid, Long> counts = new HashMap<>();
        if (!isThere(connection)) {
            return counts;
        }
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT table_uid, count(*) FROM "
                                        + table()
                                        + " GROUP BY table_uid")) {
            while (rows.next()) {
                counts.put(TableUid.parse(rows.getString(1)), rows.getLong(2));
            }
        }
        return counts;
    }

    /** Where their events lie, of each table how many in which chunk; as far as rows tell. */
    Map<TableUid, Map<SourceChunk, Long>> byChunk(Connection connection) throws SQLException {
        Map<TableUid, Map<SourceChunk, Long>> counts = new HashMap<>();
        if (!isThere(connection)) {
            return counts;
        }
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT table_uid, _topic, _partition, _offset, count(*) FROM "
                                        + table()
                                        + " WHERE _topic IS NOT NULL GROUP BY 1, 2, 3, 4")) {
            while (rows.next()) {
                counts.computeIfAbsent(TableUid.parse(rows.getString(1)), it -> new HashMap<>())
                        .put(
                                new SourceChunk(rows.getString(2), rows.getInt(3), rows.getLong(4)),
                                rows.getLong(5));
            }
        }
        return counts;
    }

    /** A namespace that an older Sluice made has none until the next load. */
    boolean isThere(Connection connection) throws SQLException {
        return Catalog.exists(connection, namespace, NAME);
    }
}
