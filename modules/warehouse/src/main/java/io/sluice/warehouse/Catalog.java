package io.sluice.warehouse;

import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.WarehouseTable.Recorded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what a warehouse has of an event table. */
record Catalog(Dialect dialect, String namespace) {
    private static final String COLUMNS =
            "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c"
                    + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " AND NOT a.attisdropped"
                    + " WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')";

    WarehouseTable read(Connection connection, TableSchema schema) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        boolean exists = false;
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, namespace);
            statement.setString(2, schema.name());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    exists = true;
                    String name = rows.getString(1);
                    if (name != null) {
                        columns.put(name, rows.getString(2));
                    }
                }
            }
        }
        return new WarehouseTable(
                exists, columns, indexed(connection, schema), recorded(connection, schema.table()));
    }

    private boolean indexed(Connection connection, TableSchema schema) throws SQLException {
        return !dialect.hasIndexes()
                || exists(connection, namespace, Statement.IndexIds.nameFor(schema));
    }

    /**
     * Views that depend on a table, quoted with their schemas; late-binding ones depend on nothing.
     */
    List<String> boundViews(Connection connection, String table) throws SQLException {
        String sql =
                "SELECT DISTINCT vn.nspname, v.relname FROM pg_depend d"
                        + " JOIN pg_rewrite r ON r.oid = d.objid"
                        + " JOIN pg_class v ON v.oid = r.ev_class"
                        + " JOIN pg_namespace vn ON vn.oid = v.relnamespace"
                        + " JOIN pg_class c ON c.oid = d.refobjid"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ? AND v.relname <> c.relname";
        List<String> views = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    views.add(dialect.qualified(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return views;
    }

    /** Whether a namespace has a table, view or index of this name. */
    static boolean exists(Connection connection, String namespace, String name)
            throws SQLException {
        String sql =
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = ? AND c.relname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getLong(1) > 0;
            }
        }
    }

    /** The version that a table has, as its ledger says; empty if nothing was loaded into it. */
    Optional<Recorded> recorded(Connection connection, TableUid table) throws SQLException {
        String sql =
                "SELECT version, fingerprint FROM "
                        + dialect.qualified(namespace, Ledger.TABLES)
                        + " WHERE table_uid = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                int version = row.getInt(1);
                long fingerprint = row.getLong(2);
                return Optional.of(
                        new Recorded(
                                version,
                                row.wasNull()
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(fingerprint)));
            }
        }
    }
}
