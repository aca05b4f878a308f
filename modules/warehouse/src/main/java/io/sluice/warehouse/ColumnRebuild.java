package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Fills columns that no cast could widen from the batch files of all units that the ledger lists. A
 * row is known by where its event lies. If a value is not found again the load is refused, and
 * nothing has changed.
 */
record ColumnRebuild(
        Connection connection,
        Dialect dialect,
        String namespace,
        Ledger ledger,
        RowCopy copy,
        Versions versions) {

    void run(Statement.RebuildColumns rebuild) throws SQLException, IOException {
        TableSchema schema = rebuild.schema();
        String table = dialect.qualified(namespace, schema.name());
        List<Long> before = count(table, rebuild.columns());
        for (String sql : dialect.emptied(namespace, rebuild)) {
            execute(sql);
        }
        copy.stage(table);
        Map<UUID, LeftOut> refused = ledger.refused(connection, schema.table());
        for (Ledger.Entry entry : ledger.entries(connection, schema.table())) {
            copy.copyUnit(
                    entry,
                    refused.getOrDefault(entry.unit(), LeftOut.NONE),
                    versions.version(schema.table(), entry.version()),
                    schema);
        }
        copy.staged();
        String own = dialect.quote(schema.name());
        execute(
                ("UPDATE %1$s SET %2$s FROM %3$s s WHERE %4$s._partition = s._partition AND"
                                + " %4$s._offset = s._offset AND %4$s._position = s._position AND"
                                + " %4$s._topic = s._topic AND (%5$s)")
                        .formatted(
                                table,
                                each(rebuild.columns(), name -> name + " = s." + name),
                                copy.staging(),
                                own,
                                rebuild.columns().stream()
                                        .map(it -> "s." + dialect.quote(it.name()))
                                        .map(it -> it + " IS NOT NULL")
                                        .collect(joining(" OR "))));
        execute("DROP TABLE " + copy.staging());
        check(schema, rebuild.columns(), before, count(table, rebuild.columns()));
    }

    private List<Long> count(String table, List<Column> columns) throws SQLException {
        String sql = "SELECT " + each(columns, name -> "count(" + name + ")") + " FROM " + table;
        List<Long> counts = new ArrayList<>();
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            for (int i = 1; i <= columns.size(); i++) {
                counts.add(row.getLong(i));
            }
        }
        return counts;
    }

    private static void check(
            TableSchema schema, List<Column> columns, List<Long> before, List<Long> after) {
        for (int i = 0; i < columns.size(); i++) {
            if (!before.get(i).equals(after.get(i))) {
                throw refused(
                        "column %s of table %s held %d values, of which batch files give %d again"
                                .formatted(
                                        columns.get(i).name(),
                                        schema.name(),
                                        before.get(i),
                                        after.get(i)));
            }
        }
    }

    private String each(List<Column> columns, Function<String, String> part) {
        return columns.stream()
                .map(it -> part.apply(dialect.quote(it.name())))
                .collect(joining(", "));
    }

    private void execute(String sql) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static WarehouseException refused(String reason) {
        return new WarehouseException(WarehouseException.Kind.REFUSED, reason);
    }
}
