package io.sluice.warehouse;

import io.sluice.events.Origin;
import io.sluice.schema.LogicalType;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.StoredTable.StoredColumn;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What books and command line ask of one app's namespace. */
record TableReads(Connection connection, Dialect dialect, String namespace) {
    private static final String COLUMNS =
            "SELECT a.attname, coalesce(col_description(c.oid, a.attnum), ''),"
                    + " format_type(a.atttypid, a.atttypmod) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " AND NOT a.attisdropped"
                    + " WHERE n.nspname = ? AND c.relname = ? ORDER BY a.attnum";

    /** False for an app that never had a load. */
    boolean isSetUp() throws SQLException {
        return Catalog.exists(connection, namespace, Ledger.VIEW);
    }

    /** A table that was made for this app, and is there. */
    record Known(TableUid uid, String name, int version) {}

    List<Known> known() throws SQLException {
        List<Known> known = new ArrayList<>();
        String sql =
                "SELECT t.table_uid, t.name, t.version FROM "
                        + dialect.qualified(namespace, Ledger.TABLES)
                        + " t JOIN pg_class c ON c.relname = t.name JOIN pg_namespace n"
                        + " ON n.oid = c.relnamespace AND n.nspname = ? ORDER BY t.name";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    known.add(
                            new Known(
                                    TableUid.parse(rows.getString(1)),
                                    rows.getString(2),
                                    rows.getInt(3)));
                }
            }
        }
        return known;
    }

    List<StoredTable> tables() throws SQLException {
        List<StoredTable> tables = new ArrayList<>();
        for (Known it : known()) {
            tables.add(
                    new StoredTable(
                            it.uid(),
                            it.name(),
                            it.version(),
                            count(it.name()),
                            columns(it.name())));
        }
        return tables;
    }

    long count(String table) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM " + dialect.qualified(namespace, table))) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<StoredColumn> columns(String table) throws SQLException {
        List<StoredColumn> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, namespace);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(
                            new StoredColumn(
                                    rows.getString(1),
                                    rows.getString(2),
                                    named(rows.getString(3))));
                }
            }
        }
        return columns;
    }

    /** The dialect's name of a type that the catalog spells at length. */
    private String named(String catalogName) {
        LogicalType instant = new LogicalType.Instant();
        return catalogName.equals(dialect.catalogName(instant))
                ? dialect.typeName(instant)
                : catalogName.toUpperCase(Locale.ROOT).replace("CHARACTER VARYING", "VARCHAR");
    }

    LedgerSums sums() throws SQLException {
        String sql =
                "SELECT count(*), coalesce(sum(rows), 0), coalesce(sum(loaded), 0),"
                        + " coalesce(sum(duplicates), 0) FROM "
                        + dialect.qualified(namespace, Ledger.VIEW);
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return new LedgerSums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    List<Origin> refusedOrigins(TableUid table) throws SQLException {
        return new RefusedLedger(dialect, namespace).origins(connection, table);
    }

    Map<TableUid, Map<SourceChunk, Long>> refusedByChunk() throws SQLException {
        return new RefusedLedger(dialect, namespace).byChunk(connection);
    }

    Map<SourceChunk, Long> byChunk(String table) throws SQLException {
        String sql =
                "SELECT _topic, _partition, _offset, count(*) FROM "
                        + dialect.qualified(namespace, table)
                        + " GROUP BY 1, 2, 3";
        Map<SourceChunk, Long> counts = new HashMap<>();
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    counts.put(
                            new SourceChunk(rows.getString(1), rows.getInt(2), rows.getLong(3)),
                            rows.getLong(4));
                }
            }
        }
        return counts;
    }
}
