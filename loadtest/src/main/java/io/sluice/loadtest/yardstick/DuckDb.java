package io.sluice.loadtest.yardstick;

import org.duckdb.DuckDBConnection;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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
     * Writes a gzip CSV of each type of the table {@code events}: ts and the members of body that
     * the type has.
     */
    public void writeByType(Path folder) throws SQLException {
        for (String type : texts("SELECT DISTINCT evname FROM events ORDER BY 1")) {
            execute(
                    "COPY (SELECT ts, body.* FROM events WHERE evname = '%s') TO '%s'"
                                    .formatted(type, folder.resolve(type + ".csv.gz"))
                            + " (FORMAT csv, COMPRESSION gzip)");
        }
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
