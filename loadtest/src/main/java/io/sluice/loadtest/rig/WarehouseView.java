package io.sluice.loadtest.rig;

import io.sluice.devstack.EmbeddedPostgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks at the app's namespace in the warehouse, with a connection of its own. One thread. */
public final class WarehouseView implements AutoCloseable {
    private final Connection connection;

    /** Connects. */
    public WarehouseView(Backends backends) throws SQLException {
        connection =
                DriverManager.getConnection(
                        backends.warehouseJdbc(), EmbeddedPostgres.USER, backends.password());
    }

    /** Rows that committed loads have brought, by the ledger; 0 where there is none yet. */
    public long loaded() throws SQLException {
        boolean made =
                !texts("SELECT to_regclass('bench._sluice_ledger')::text").getFirst().isEmpty();
        return made ? number("SELECT coalesce(sum(loaded), 0) FROM bench._sluice_ledger") : 0;
    }

    /** Names of the event tables. */
    public List<String> tables() throws SQLException {
        return texts(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'bench' AND"
                        + " table_name LIKE '\\_e\\_%' ORDER BY 1");
    }

    /** Rows in all event tables, counted. */
    public long count() throws SQLException {
        long rows = 0;
        for (String table : tables()) {
            rows += number("SELECT count(*) FROM bench.\"" + table + "\"");
        }
        return rows;
    }

    /** The first column of a query's rows, as text; NULL is empty. */
    public List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String text = rows.getString(1);
                texts.add(text == null ? "" : text);
            }
        }
        return texts;
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(texts(sql).getFirst());
    }

    /** Runs a statement. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
