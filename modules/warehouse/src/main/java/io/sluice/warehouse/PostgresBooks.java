package io.sluice.warehouse;

import io.sluice.schema.TableUid;
import io.sluice.warehouse.LedgerBooks.OfTable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Counts one app's ledger and tables, in one transaction that sees one moment. */
record PostgresBooks(Connection connection, Dialect dialect, String namespace) {
    /** To be called before anything is read in the transaction. */
    static void atOneMoment(Connection connection) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }
    }

    LedgerBooks books(Collection<UUID> units) throws SQLException {
        Map<TableUid, OfTable> tables = new HashMap<>();
        ledger(tables);
        duplicates(tables);
        stored(tables);
        return new LedgerBooks(tables, found(units));
    }

    private interface Each {
        void row(ResultSet row) throws SQLException;
    }

    private void each(String sql, Each each) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                each.row(rows);
            }
        }
    }

    private void ledger(Map<TableUid, OfTable> tables) throws SQLException {
        each(
                "SELECT table_uid, max(table_name), count(*), sum(rows), sum(loaded),"
                        + " sum(duplicates) FROM "
                        + dialect.qualified(namespace, Ledger.VIEW)
                        + " GROUP BY table_uid",
                row ->
                        tables.put(
                                TableUid.parse(row.getString(1)),
                                new OfTable(
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        0,
                                        0)));
    }

    private void duplicates(Map<TableUid, OfTable> tables) throws SQLException {
        each(
                "SELECT table_uid, count(*) FROM "
                        + dialect.qualified(namespace, Ledger.DUPLICATES)
                        + " GROUP BY table_uid",
                row -> {
                    long count = row.getLong(2);
                    tables.compute(
                            TableUid.parse(row.getString(1)),
                            (uid, table) ->
                                    (table == null ? OfTable.none(uid.toString()) : table)
                                            .withDuplicatesNoted(count));
                });
    }

    private void stored(Map<TableUid, OfTable> tables) throws SQLException {
        Map<TableUid, String> names = new HashMap<>();
        String sql =
                "SELECT t.table_uid, t.name FROM "
                        + dialect.qualified(namespace, Ledger.TABLES)
                        + " t JOIN pg_class c ON c.relname = t.name"
                        + " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, namespace);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.put(TableUid.parse(rows.getString(1)), rows.getString(2));
                }
            }
        }
        for (Map.Entry<TableUid, String> known : names.entrySet()) {
            each(
                    "SELECT count(*) FROM " + dialect.qualified(namespace, known.getValue()),
                    row -> {
                        long count = row.getLong(1);
                        tables.compute(
                                known.getKey(),
                                (uid, table) ->
                                        (table == null ? OfTable.none(known.getValue()) : table)
                                                .withStored(count));
                    });
        }
    }

    private Set<UUID> found(Collection<UUID> units) throws SQLException {
        Set<UUID> found = new HashSet<>();
        for (String id : matching("unit_id", units.stream().map(UUID::toString).toList())) {
            found.add(UUID.fromString(id));
        }
        return found;
    }

    /** Those of the values that stand in a column of the ledger. */
    Set<String> matching(String column, Collection<String> values) throws SQLException {
        String sql =
                "SELECT %s FROM %s WHERE %s = ANY (?)"
                        .formatted(column, dialect.qualified(namespace, Ledger.VIEW), column);
        Set<String> found = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", values.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    /** How often the ledger has each unit of a table; at most so many units. */
    Map<UUID, Long> units(TableUid table, int limit) throws SQLException {
        String sql =
                "SELECT unit_id, count(*) FROM "
                        + dialect.qualified(namespace, Ledger.VIEW)
                        + " WHERE table_uid = ? GROUP BY unit_id LIMIT "
                        + limit;
        Map<UUID, Long> units = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    units.put(UUID.fromString(rows.getString(1)), rows.getLong(2));
                }
            }
        }
        return units;
    }
}
