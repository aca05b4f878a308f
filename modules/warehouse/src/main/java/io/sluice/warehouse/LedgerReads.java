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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Counts one app's ledger and tables, in one transaction that sees one moment. */
record LedgerReads(Connection connection, Dialect dialect, String namespace) {
    LedgerBooks books(Collection<UUID> units) throws SQLException {
        Map<TableUid, OfTable> tables = new HashMap<>();
        ledger(tables);
        duplicates(tables);
        refused(tables);
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

    private void refused(Map<TableUid, OfTable> tables) throws SQLException {
        new RefusedLedger(dialect, namespace)
                .counts(connection)
                .forEach(
                        (uid, count) ->
                                tables.compute(
                                        uid,
                                        (it, table) ->
                                                (table == null
                                                                ? OfTable.none(it.toString())
                                                                : table)
                                                        .withRefusedNoted(count)));
    }

    private void stored(Map<TableUid, OfTable> tables) throws SQLException {
        TableReads reads = new TableReads(connection, dialect, namespace);
        for (TableReads.Known known : reads.known()) {
            long count = reads.count(known.name());
            tables.compute(
                    known.uid(),
                    (uid, table) ->
                            (table == null ? OfTable.none(known.name()) : table).withStored(count));
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
        Set<String> found = new HashSet<>();
        List<String> left = List.copyOf(values);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(left.size(), Placeholders.MOST));
            left = left.subList(some.size(), left.size());
            String sql =
                    "SELECT %s FROM %s WHERE %s IN %s"
                            .formatted(
                                    column,
                                    dialect.qualified(namespace, Ledger.VIEW),
                                    column,
                                    Placeholders.of(some.size()));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Placeholders.set(statement, some);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
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
