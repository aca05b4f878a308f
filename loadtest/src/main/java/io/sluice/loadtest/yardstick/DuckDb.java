package io.sluice.loadtest.yardstick;

import org.duckdb.DuckDBConnection;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * DuckDB inside this process, in memory, with two threads and without the duty to keep the order of
 * lines, which makes it faster. It reads a file of events with automatic detection: {@code body}
 * becomes a STRUCT of the members that its sample shows. Closed after use; one thread.
 */
public final class DuckDb implements AutoCloseable {
    private static final int THREADS = 2;

    private final DuckDBConnection connection;

    /** Opens an empty database. */
    public DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        execute("SET threads = " + THREADS);
        execute("SET preserve_insertion_order = false");
    }

    /** Reads a file of events, one a line, into the one table {@code events}; gives its rows. */
    public long read(Path file) throws SQLException {
        execute(
                "CREATE OR REPLACE TABLE events AS SELECT * FROM read_json_auto('"
                        + file
                        + "', format = 'newline_delimited')");
        return number("SELECT count(*) FROM events");
    }

    /**
     * Writes a gzip CSV of each type of the table {@code events}: ts and all members of body, those
     * empty that the type lacks. Two sessions share the types, since one compresses with one
     * thread.
     */
    public void writeByType(Path folder) throws Exception {
        BlockingQueue<String> types =
                new LinkedBlockingQueue<>(texts("SELECT DISTINCT evname FROM events ORDER BY 1"));
        List<Callable<Integer>> sessions = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            sessions.add(() -> writeEach(types, folder));
        }
        int expected = types.size();
        int written = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Integer> session : threads.invokeAll(sessions)) {
                written += session.get();
            }
        }
        if (written != expected) {
            throw new IllegalStateException("wrote " + written + " of " + expected + " files");
        }
    }

    private int writeEach(BlockingQueue<String> types, Path folder) throws SQLException {
        int written = 0;
        try (Connection session = connection.duplicate();
                Statement statement = session.createStatement()) {
            for (String type = types.poll(); type != null; type = types.poll()) {
                statement.execute(
                        "COPY (SELECT ts, body.* FROM events WHERE evname = '%s') TO '%s'"
                                        .formatted(type, folder.resolve(type + ".csv.gz"))
                                + " (FORMAT csv, COMPRESSION gzip)");
                written++;
            }
        }
        return written;
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row from " + sql);
            }
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
