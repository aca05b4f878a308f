package io.sluice.warehouse;

import static java.util.stream.Collectors.joining;

import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.Reloaded.Content;
import io.sluice.warehouse.WarehouseTable.Recorded;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Rebuilds the rows of a table from the files of all units that its ledger lists, whatever version
 * they were written in, in one transaction; or from files that were made again from raw events.
 * Rows are replaced, not the table: grants, comments and views stay. What had been left out as a
 * duplicate, or because it was refused, is left out again. If the files do not give just the rows
 * that the ledger counts, nothing changes.
 *
 * @param again the files to take instead of the ledger's
 */
record TableReload(
        Connection connection,
        Dialect dialect,
        String namespace,
        Ledger ledger,
        RowCopy copy,
        Versions versions,
        Optional<RowsAgain> again,
        Reloaded.Progress progress) {
    private static final String VERSION = "_schema_version";

    /** Locks the ledger, rebuilds, commits. */
    Reloaded run(TableUid table, TimeRange range) throws SQLException, IOException {
        ledger.lock(connection, Ledger.shard(table));
        Catalog catalog = new Catalog(dialect, namespace);
        Recorded recorded =
                catalog.recorded(connection, table)
                        .orElseThrow(() -> refused("nothing of table " + table + " was loaded"));
        TableSchema schema = versions.version(table, recorded.version());
        ensureTable(catalog.read(connection, schema), schema);
        String target = dialect.qualified(namespace, schema.name());
        Content before = content(target, schema, range);
        List<Ledger.Entry> units =
                again.isPresent()
                        ? again.get().files().stream().map(RowsAgain.Files::entry).toList()
                        : ledger.entries(connection, table);
        stage(units, schema, target);
        checkCount(schema, target);
        replace(target, schema, range);
        Content after = content(target, schema, range);
        connection.commit();
        return new Reloaded(schema.name(), schema.version(), units.size(), before, after);
    }

    /** A table that was dropped comes back; one that was changed by hand is left alone. */
    private void ensureTable(WarehouseTable actual, TableSchema schema) throws SQLException {
        if (!actual.exists()) {
            for (String sql : dialect.sql(namespace, new Statement.CreateTable(schema))) {
                execute(sql);
            }
            return;
        }
        Optional<String> wrong =
                new LoadPlanner(dialect).compare(actual, Optional.of(schema), schema);
        if (wrong.isPresent()) {
            throw refused(wrong.get());
        }
    }

    private void stage(List<Ledger.Entry> units, TableSchema schema, String target)
            throws SQLException, IOException {
        copy.stage(target);
        int read = 0;
        progress.read(read, units.size());
        Map<UUID, LeftOut> refused = ledger.refused(connection, schema.table());
        for (Ledger.Entry unit : units) {
            copy.copyUnit(
                    unit,
                    refused.getOrDefault(unit.unit(), LeftOut.NONE),
                    versions.version(schema.table(), unit.version()),
                    schema);
            progress.read(++read, units.size());
        }
        copy.staged();
        long noted =
                number(
                        "SELECT count(*) FROM "
                                + duplicates()
                                + " WHERE table_uid = ?"
                                + andPlaces(),
                        schema.table());
        long left =
                update(
                        ("DELETE FROM %1$s USING %2$s d WHERE d.table_uid = ?"
                                        + " AND d._partition = %3$s._partition"
                                        + " AND d._offset = %3$s._offset"
                                        + " AND d._position = %3$s._position"
                                        + " AND d._topic = %3$s._topic")
                                .formatted(copy.staging(), duplicates(), RowCopy.STAGING_NAME),
                        schema.table());
        if (left != noted) {
            throw refused(
                    "of %d duplicates of table %s the files give %d again"
                            .formatted(noted, schema.name(), left));
        }
    }

    /** Bounds a condition to the rows that the files are about. */
    private String andPlaces() {
        return again.map(it -> " AND " + it.condition(dialect)).orElse("");
    }

    /** Files of the ledger were held against it one by one; those made again are, all together. */
    private void checkCount(TableSchema schema, String target) throws SQLException {
        if (again.isEmpty()) {
            return;
        }
        long made = count(copy.staging(), "TRUE");
        long others = count(target, "TRUE") - count(target, "TRUE" + andPlaces());
        long loaded = ledger.loaded(connection, schema.table());
        if (made + others != loaded) {
            throw refused(
                    ("the ledger of table %s has %d rows loaded; the raw events give %d, and the"
                         + " table has %d of others: %d %s. Rows of events that the source does not"
                         + " have cannot be made again from it")
                            .formatted(
                                    schema.name(),
                                    loaded,
                                    made,
                                    others,
                                    Math.abs(loaded - made - others),
                                    loaded > made + others ? "missing" : "too many"));
        }
    }

    private long count(String table, String condition) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM %s WHERE %s".formatted(table, condition))) {
            row.next();
            return row.getLong(1);
        }
    }

    private String duplicates() {
        return dialect.qualified(namespace, Ledger.DUPLICATES);
    }

    private void replace(String target, TableSchema schema, TimeRange range) throws SQLException {
        String condition = range.condition(dialect) + andPlaces();
        String columns =
                Statement.columnNames(schema).stream().map(dialect::quote).collect(joining(", "));
        execute("DELETE FROM " + target + " WHERE " + condition);
        execute(
                "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s"
                        .formatted(target, columns, columns, copy.staging(), condition));
        execute("DROP TABLE " + copy.staging());
    }

    private Content content(String table, TableSchema schema, TimeRange range) throws SQLException {
        String sql =
                "SELECT count(*), coalesce(sum(%s), 0) FROM %s WHERE %s"
                        .formatted(
                                dialect.rowHash(schema, leftOut()),
                                table,
                                range.condition(dialect));
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new Content(row.getLong(1), row.getObject(2, BigDecimal.class));
        }
    }

    /** Which version a row was first written in, its event does not say. */
    private Set<String> leftOut() {
        return again.isPresent() ? Set.of(VERSION) : Set.of();
    }

    private long number(String sql, TableUid table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private long update(String sql, TableUid table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            return statement.executeLargeUpdate();
        }
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
