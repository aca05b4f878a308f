package io.sluice.app.values;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.values.Rig.Place;
import io.sluice.schema.Names;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One row of the warehouse, its values as text.
 *
 * @param system values of the system columns that are not NULL, by name
 * @param data values of the other columns, by the path that the column's comment holds
 */
record StoredRow(Place place, Map<String, String> system, Map<String, Cell> data) {
    /** A value that is not NULL. */
    record Cell(String column, String type, String text) {}

    /** The row's values that have no column. */
    List<Json.Member> overflow() {
        return Optional.ofNullable(system.get("_overflow"))
                .map(text -> ((Json.Obj) Json.parse(text)).members())
                .orElse(List.of());
    }

    /** The first of them under a path. */
    Optional<Json> overflow(String path) {
        return overflow().stream()
                .filter(it -> it.key().equals(path))
                .map(Json.Member::value)
                .findFirst();
    }

    static List<StoredRow> read(Connection warehouse, String app, StoredTable table)
            throws SQLException {
        String columns =
                table.columns().stream().map(StoredRow::asText).collect(Collectors.joining(", "));
        String sql =
                "SELECT %s FROM \"%s\".\"%s\" ORDER BY _partition, _offset, _position"
                        .formatted(columns, Names.namespace(app), table.name());
        List<StoredRow> rows = new ArrayList<>();
        try (Statement statement = warehouse.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(read(found, table.columns()));
            }
        }
        return rows;
    }

    private static String asText(StoredColumn column) {
        String name = '"' + column.name() + '"';
        return column.type().equals("TIMESTAMPTZ")
                ? "to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                        .formatted(name)
                : name + "::text";
    }

    private static StoredRow read(ResultSet found, List<StoredColumn> columns) throws SQLException {
        Map<String, String> system = new LinkedHashMap<>();
        Map<String, Cell> data = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            StoredColumn column = columns.get(i);
            String text = found.getString(i + 1);
            if (text != null && column.path().isEmpty()) {
                system.put(column.name(), text);
            } else if (text != null) {
                data.put(
                        column.path(),
                        new Cell(column.name(), ChosenWarehouse.type(column.type()), text));
            }
        }
        return new StoredRow(
                new Place(
                        Integer.parseInt(system.get("_partition")),
                        Long.parseLong(system.get("_offset")),
                        Integer.parseInt(system.get("_position"))),
                system,
                data);
    }
}
