package io.sluice.loadtest.yardstick;

import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.Usage;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.loadtest.rig.CoreTables;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.rows.ChunkOrigin;
import io.sluice.rows.CsvFormat;
import io.sluice.schema.Column;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.PostgresDialect;

import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The yardstick of the pipeline: PostgreSQL, with the settings of the embedded warehouse, takes the
 * finished CSV of the same rows by COPY into plain tables, one session a table. The tables are made
 * before, without index; each COPY commits by itself.
 */
public final class CopyYardstick {
    private static final String DATABASE = "warehouse";
    private static final int BUFFER = 256 * 1024;
    private static final int CHUNK_BYTES = 128 * 1024;
    private static final ChunkOrigin ORIGIN =
            new ChunkOrigin(1_420_072_292_000_000L, "sluice.bench.events", 0, 1);

    private final EmbeddedPostgres postgres;
    private final PostgresDialect dialect = new PostgresDialect();
    private final List<TableSchema> schemas = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final int events;
    private final long bytes;
    private int rounds;

    /** Writes the CSV files and starts the server. */
    public CopyYardstick(Workspace workspace, EventMix mix, int events) throws IOException {
        this.events = events;
        Path folder = Files.createDirectory(workspace.folder().resolve("csv"));
        bytes = write(mix, folder);
        postgres =
                workspace.keep(
                        EmbeddedPostgres.start(
                                workspace.folder().resolve("yardstick-postgres"),
                                0,
                                List.of(DATABASE)));
    }

    /** Encodes all of it with the schemas that it ends with, so that a file has one version. */
    private long write(EventMix mix, Path folder) throws IOException {
        List<byte[]> chunks = new ArrayList<>();
        mix.chunks(events, CHUNK_BYTES, (lines, count) -> chunks.add(lines));
        CoreTables tables = new CoreTables();
        chunks.forEach(chunk -> tables.encode(chunk, ORIGIN));
        List<CoreTables.Table> ordered = List.copyOf(tables.tables());
        List<OutputStream> outs = new ArrayList<>();
        for (CoreTables.Table table : ordered) {
            Path file = folder.resolve(table.schema().name() + ".csv");
            schemas.add(table.schema());
            files.add(file);
            outs.add(Files.newOutputStream(file));
            table.rows().truncate(0);
        }
        long written = 0;
        for (byte[] chunk : chunks) {
            written += chunk.length + 1L;
            tables.encode(chunk, ORIGIN);
            for (int i = 0; i < outs.size(); i++) {
                outs.get(i).write(ordered.get(i).rows().toByteArray());
                ordered.get(i).rows().truncate(0);
            }
        }
        for (OutputStream out : outs) {
            out.close();
        }
        return written;
    }

    /** Copies all files into new tables. */
    public Round run() throws Exception {
        String namespace = "round_" + rounds++;
        List<Callable<Long>> copies = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + namespace);
            for (int i = 0; i < schemas.size(); i++) {
                String table = dialect.qualified(namespace, schemas.get(i).name());
                Path file = files.get(i);
                statement.execute("CREATE TABLE " + table + " (" + columns(schemas.get(i)) + ")");
                copies.add(() -> copy(table, file));
            }
        }
        long begin = System.nanoTime();
        long rows = 0;
        try (ExecutorService sessions = Executors.newFixedThreadPool(copies.size())) {
            for (Future<Long> copy : sessions.invokeAll(copies)) {
                rows += copy.get();
            }
        }
        long nanos = System.nanoTime() - begin;
        if (rows != events) {
            throw new IllegalStateException("copied " + rows + " of " + events + " rows");
        }
        drop(namespace);
        return new Round(events, bytes, nanos, Usage.NONE);
    }

    private String columns(TableSchema schema) {
        Stream<String> system =
                Arrays.stream(SystemColumn.values())
                        .map(
                                column ->
                                        dialect.quote(column.columnName())
                                                + " "
                                                + dialect.typeName(column.type()));
        Stream<String> own = schema.columns().stream().map(this::column);
        return Stream.concat(system, own).collect(Collectors.joining(", "));
    }

    private String column(Column column) {
        return dialect.quote(column.name()) + " " + dialect.typeName(column.type());
    }

    private long copy(String table, Path file) throws SQLException, IOException {
        try (Connection connection = connect();
                InputStream csv = Files.newInputStream(file)) {
            return connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY %s FROM STDIN (FORMAT csv, NULL '%s')"
                                    .formatted(table, CsvFormat.NULL),
                            csv,
                            BUFFER);
        }
    }

    private void drop(String namespace) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA " + namespace + " CASCADE");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), EmbeddedPostgres.USER, postgres.password());
    }
}
