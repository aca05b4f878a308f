package io.sluice.warehouse;

import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was loaded: one row for each unit, written in the transaction that loads it. No unique key
 * is relied on, as Redshift enforces none: who loads a table holds the lock of its shard from the
 * transaction's first statement on, so that the check and the insert cannot be torn apart.
 */
final class Ledger {
    static final int SHARDS = 8;
    static final String VIEW = "_sluice_ledger";
    static final String DUPLICATES = "_sluice_duplicates";
    static final String TABLES = "_sluice_tables";

    private final Dialect dialect;
    private final String namespace;

    /** A unit as the ledger has it, to read its files again. */
    record Entry(UUID unit, int version, long rows, String bucket, String manifestKey) {}

    Ledger(Dialect dialect, String namespace) {
        this.dialect = dialect;
        this.namespace = namespace;
    }

    /** Which shard the units of a table are in; the same in every process for ever. */
    static int shard(TableUid table) {
        return Math.floorMod(table.value().hashCode(), SHARDS);
    }

    private String shardTable(TableUid table) {
        return shardTable(shard(table));
    }

    private String shardTable(int shard) {
        return dialect.qualified(namespace, shardName(shard));
    }

    static String shardName(int shard) {
        return VIEW + "_" + shard;
    }

    /** The tables and the view of a ledger; texts have this type. */
    static List<String> tables(Dialect dialect, String namespace, String text) {
        List<String> sql = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            sql.add(
                    "CREATE TABLE IF NOT EXISTS "
                            + dialect.qualified(namespace, shardName(shard))
                            + " (unit_id $t, table_uid $t, table_name $t, version BIGINT,"
                            + " rows BIGINT, loaded BIGINT, duplicates BIGINT, bucket $t,"
                            + " manifest_key $t, loaded_at TIMESTAMPTZ, instance $t)");
        }
        sql.add(
                "CREATE TABLE IF NOT EXISTS "
                        + dialect.qualified(namespace, DUPLICATES)
                        + " (table_uid $t, id $t, _topic $t, _partition BIGINT,"
                        + " _offset BIGINT, _position BIGINT, unit_id $t)");
        sql.add(
                "CREATE TABLE IF NOT EXISTS "
                        + dialect.qualified(namespace, TABLES)
                        + " (table_uid $t, name $t, version BIGINT, fingerprint BIGINT)");
        sql.add(RefusedLedger.table(dialect, namespace, "$t"));
        sql.add(
                IntStream.range(0, SHARDS)
                        .mapToObj(it -> dialect.qualified(namespace, shardName(it)))
                        .collect(
                                Collectors.joining(
                                        " UNION ALL SELECT * FROM ",
                                        "CREATE OR REPLACE VIEW "
                                                + dialect.qualified(namespace, VIEW)
                                                + " AS SELECT * FROM ",
                                        "")));
        sql.replaceAll(it -> it.replace("$t", text));
        return sql;
    }

    /** What namespaces lack that an older Sluice has made. */
    static List<String> upgrade(Dialect dialect, String namespace, String text) {
        return List.of(
                RefusedLedger.table(dialect, namespace, text),
                "ALTER TABLE "
                        + dialect.qualified(namespace, TABLES)
                        + " ADD COLUMN IF NOT EXISTS fingerprint BIGINT");
    }

    /**
     * Keeps other loaders of this shard out until the transaction ends. Has to come before any
     * statement that takes a snapshot, or the check could miss what the holder before committed.
     * Several shards are locked in the order of their numbers.
     */
    void lock(Connection connection, int shard) throws SQLException {
        execute(connection, dialect.lock(namespace, shard));
    }

    /** Those of the units of a shard that are loaded already. */
    Map<UUID, UnitOutcome> find(Connection connection, int shard, List<UUID> units)
            throws SQLException {
        String sql =
                "SELECT unit_id, rows, loaded, duplicates FROM "
                        + shardTable(shard)
                        + " WHERE unit_id IN "
                        + Placeholders.of(units.size());
        Map<UUID, UnitOutcome> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Placeholders.set(statement, units.stream().map(UUID::toString).toList());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    UUID unit = UUID.fromString(rows.getString(1));
                    found.put(
                            unit,
                            new UnitOutcome(
                                    unit, true, rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return found;
    }

    void insert(Connection connection, Row row) throws SQLException {
        String sql =
                "INSERT INTO "
                        + shardTable(row.schema().table())
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
                        + dialect.now()
                        + ", ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, row.outcome().unit().toString());
            statement.setString(2, row.schema().table().toString());
            statement.setString(3, row.schema().name());
            statement.setLong(4, row.schema().version());
            statement.setLong(5, row.outcome().rows());
            statement.setLong(6, row.outcome().loaded());
            statement.setLong(7, row.outcome().duplicates());
            statement.setString(8, row.bucket());
            statement.setString(9, row.manifestKey());
            statement.setString(10, row.instance());
            statement.executeUpdate();
        }
    }

    /**
     * A row to write.
     *
     * @param schema the version that the unit's lines are written in
     */
    record Row(
            UnitOutcome outcome,
            TableSchema schema,
            String bucket,
            String manifestKey,
            String instance) {}

    /** All units of a table, in the order of loading. */
    List<Entry> entries(Connection connection, TableUid table) throws SQLException {
        String sql =
                "SELECT unit_id, version, rows, bucket, manifest_key FROM "
                        + shardTable(table)
                        + " WHERE table_uid = ? ORDER BY loaded_at";
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(
                            new Entry(
                                    UUID.fromString(rows.getString(1)),
                                    rows.getInt(2),
                                    rows.getLong(3),
                                    rows.getString(4),
                                    rows.getString(5)));
                }
            }
        }
        return entries;
    }

    /** The rows that units of a table were loaded without. */
    Map<UUID, LeftOut> refused(Connection connection, TableUid table) throws SQLException {
        return new RefusedLedger(dialect, namespace).ofTable(connection, table);
    }

    /** How many rows of a table were loaded, duplicates left out. */
    long loaded(Connection connection, TableUid table) throws SQLException {
        String sql =
                "SELECT coalesce(sum(loaded), 0) FROM "
                        + shardTable(table)
                        + " WHERE table_uid = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.toString());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Notes the version that the table has from this transaction on. */
    void recordVersion(Connection connection, TableSchema schema) throws SQLException {
        String table = dialect.qualified(namespace, TABLES);
        String update = "UPDATE " + table + " SET version = ?, fingerprint = ? WHERE table_uid = ?";
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setLong(1, schema.version());
            statement.setLong(2, schema.fingerprint());
            statement.setString(3, schema.table().toString());
            if (statement.executeUpdate() > 0) {
                return;
            }
        }
        String insert = "INSERT INTO " + table + " VALUES (?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, schema.table().toString());
            statement.setString(2, schema.name());
            statement.setLong(3, schema.version());
            statement.setLong(4, schema.fingerprint());
            statement.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
