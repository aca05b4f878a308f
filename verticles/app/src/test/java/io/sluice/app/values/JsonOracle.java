package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.values.Rig.Place;
import io.sluice.schema.JsonPointer;
import io.sluice.schema.Names;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/**
 * Asks PostgreSQL's own JSON functions what stands in the texts of events, and compares with what
 * stands in the columns.
 */
final class JsonOracle {
    private JsonOracle() {}

    /** Values that agree; fails where one does not. */
    static long agreeing(Rig rig, String app, List<StoredTable> tables) throws SQLException {
        long agreeing = 0;
        try (Connection warehouse = rig.warehouse();
                Statement statement = warehouse.createStatement()) {
            statement.execute(
                    "CREATE TEMP TABLE sent (part bigint, off bigint, pos bigint, raw json,"
                            + " PRIMARY KEY (part, off, pos))");
            fill(warehouse, rig.events(app));
            for (StoredTable table : tables) {
                for (StoredColumn column : table.columns()) {
                    if (!column.path().isEmpty() && !table.name().startsWith("_sluice_")) {
                        agreeing += compare(warehouse, app, table, column);
                    }
                }
            }
        }
        return agreeing;
    }

    /** PostgreSQL reads no text with U+0000. */
    private static void fill(Connection warehouse, Map<Place, String> events) throws SQLException {
        try (PreparedStatement insert =
                warehouse.prepareStatement("INSERT INTO sent VALUES (?, ?, ?, ?::json)")) {
            for (Map.Entry<Place, String> event : events.entrySet()) {
                if (!event.getValue().contains("\\u0000")) {
                    insert.setLong(1, event.getKey().partition());
                    insert.setLong(2, event.getKey().offset());
                    insert.setLong(3, event.getKey().position());
                    insert.setString(4, event.getValue());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static long compare(
            Connection warehouse, String app, StoredTable table, StoredColumn column)
            throws SQLException {
        String name = '"' + column.name() + '"';
        String sql =
                """
                SELECT count(*), count(*) FILTER (WHERE NOT coalesce(%s, false)), min(%s::text)
                  FILTER (WHERE NOT coalesce(%1$s, false))
                FROM (SELECT t.%2$s, raw #> ? AS json, raw #>> ? AS text
                      FROM "%3$s"."%4$s" t JOIN sent
                      ON part = _partition AND off = _offset AND pos = _position
                      WHERE t.%2$s IS NOT NULL) both_of
                """
                        .formatted(
                                agrees(ChosenWarehouse.type(column.type()), name),
                                name,
                                Names.namespace(app),
                                table.name());
        try (PreparedStatement query = warehouse.prepareStatement(sql)) {
            String[] path = JsonPointer.segments(column.path()).toArray(String[]::new);
            query.setArray(1, warehouse.createArrayOf("text", path));
            query.setArray(2, warehouse.createArrayOf("text", path));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                assertThat(row.getLong(2))
                        .as("%s.%s %s: %s", table.name(), column.name(), column, row.getString(3))
                        .isZero();
                return row.getLong(1);
            }
        }
    }

    /** A condition on {@code json} and {@code text}, the event's, and the column. */
    private static String agrees(String type, String column) {
        String instants =
                "text ~* '^[0-9]{4}-[0-9]{2}-[0-9]{2}t' AND text::timestamptz = (%s)::timestamptz";
        return switch (type) {
            case "TEXT" ->
                    """
                    CASE WHEN text = %1$s THEN true
                         WHEN json_typeof(json) = 'number' THEN text::numeric = %1$s::numeric
                         ELSE %2$s END\
                    """
                            .formatted(column, instants.formatted(column));
            case "JSON" ->
                    """
                    CASE WHEN json::jsonb = %1$s::jsonb THEN true
                         ELSE %2$s END\
                    """
                            .formatted(column, instants.formatted(column + "::json #>> '{}'"));
            case "DOUBLE PRECISION" ->
                    "text::double precision = %1$s AND text::numeric = %1$s::text::numeric"
                            .formatted(column);
            case "BOOLEAN" -> "text::boolean = " + column;
            case "TIMESTAMPTZ" -> "text::timestamptz = " + column;
            default -> "text::numeric = " + column;
        };
    }
}
