package io.sluice.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;

import io.sluice.devstack.DevStack;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.Manifest;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The shared stack's warehouse, and units put into its S3. */
final class TestWarehouse implements Versions {
    static final DevStack STACK = DevStack.shared();
    static final S3ObjectStore STORE = store();

    private static final AtomicLong OFFSETS = new AtomicLong();

    private final Map<String, TableSchema> versions = new ConcurrentHashMap<>();
    final Warehouse warehouse;

    /** On PostgreSQL. */
    TestWarehouse() {
        this(new PostgresWarehouse(settings(), STORE));
    }

    TestWarehouse(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    private static S3ObjectStore store() {
        var s3 = STACK.s3();
        return S3ObjectStore.create(
                new StorageSettings(
                        Optional.of(s3.uri()),
                        s3.region(),
                        s3.bucket(),
                        Optional.of(
                                new StorageSettings.Credentials(s3.accessKey(), s3.secretKey())),
                        StorageSettings.Limits.DEFAULT));
    }

    static WarehouseSettings settings() {
        return WarehouseSettings.of(
                STACK.warehouseJdbc(), STACK.postgresUser(), STACK.postgresPassword());
    }

    static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                STACK.warehouseJdbc(), STACK.postgresUser(), STACK.postgresPassword());
    }

    @Override
    public TableSchema version(TableUid table, int version) {
        TableSchema schema = versions.get(table + "/" + version);
        if (schema == null) {
            throw new WarehouseException(WarehouseException.Kind.REFUSED, "no such version");
        }
        return schema;
    }

    TableSchema know(TableSchema schema) {
        versions.put(schema.table() + "/" + schema.version(), schema);
        return schema;
    }

    /** A line's system fields, with a place of their own. */
    static String system(String id, String ts, int version) {
        return "%s,\"%s\",\"2020-01-01T00:00:00Z\",%d,\"sluice.app.events\",0,%d,0,~N~"
                .formatted(
                        id.equals("~N~") ? id : '"' + id + '"',
                        ts,
                        version,
                        OFFSETS.getAndIncrement());
    }

    static String line(TableSchema schema, String... fields) {
        String data = fields.length == 0 ? "" : "," + String.join(",", fields);
        return system("~N~", "2015-01-01T00:31:32Z", schema.version()) + data + "\n";
    }

    static String lineWithId(TableSchema schema, String id, String ts, String... fields) {
        return system(id, ts, schema.version()) + "," + String.join(",", fields) + "\n";
    }

    /** Puts lines into S3, as one unit of one file. */
    LoadUnit unit(TableSchema schema, List<String> lines) {
        long withId = lines.stream().filter(line -> !line.startsWith("~N~")).count();
        return unit(schema, lines.size(), withId, String.join("", lines).getBytes(UTF_8));
    }

    LoadUnit unit(TableSchema schema, long rows, long withId, byte[] lines) {
        UUID id = UUID.randomUUID();
        return unit(schema, id, withId, List.of(file(schema, id + "-0", rows, lines)));
    }

    /** Puts lines into S3, as one unit of a file for each list. */
    LoadUnit unitOfFiles(TableSchema schema, List<List<String>> files) {
        UUID id = UUID.randomUUID();
        List<LoadUnit.DataFile> put = new ArrayList<>();
        for (List<String> lines : files) {
            byte[] bytes = String.join("", lines).getBytes(UTF_8);
            put.add(file(schema, id + "-" + put.size(), lines.size(), bytes));
        }
        return unit(schema, id, 0, put);
    }

    private static LoadUnit.DataFile file(
            TableSchema schema, String name, long rows, byte[] lines) {
        String key = "app/" + schema.table() + "/" + name + ".csv.zst";
        byte[] packed = Zstd.compress(lines);
        STORE.put(STACK.s3().bucket(), key, packed).toCompletableFuture().join();
        return new LoadUnit.DataFile(key, packed.length, rows);
    }

    private LoadUnit unit(TableSchema schema, UUID id, long withId, List<LoadUnit.DataFile> files) {
        know(schema);
        String manifest = "app/" + schema.table() + "/" + id + ".manifest.json";
        String bucket = STACK.s3().bucket();
        long rows = files.stream().mapToLong(LoadUnit.DataFile::rows).sum();
        STORE.put(bucket, manifest, Manifest.of(bucket, files).toJson())
                .toCompletableFuture()
                .join();
        return new LoadUnit(
                id,
                schema.app(),
                schema.table(),
                schema.version(),
                schema.fingerprint(),
                rows,
                withId,
                bucket,
                manifest,
                files,
                0);
    }

    List<UnitOutcome> load(LoadUnit... units) {
        return warehouse.load(List.of(units), this);
    }

    /** Values of one query as text. */
    List<String> texts(String sql) {
        return warehouse.query("app", sql).rows().stream()
                .map(row -> text(row.getFirst()))
                .toList();
    }

    private static String text(QueryResult.Value value) {
        return switch (value) {
            case QueryResult.Null none -> "NULL";
            case QueryResult.Bool bool -> String.valueOf(bool.value());
            case QueryResult.Num number -> number.value().toPlainString();
            case QueryResult.Text text -> text.value();
        };
    }

    long count(TableSchema schema) {
        return Long.parseLong(texts("SELECT count(*) FROM " + schema.name()).getFirst());
    }
}
