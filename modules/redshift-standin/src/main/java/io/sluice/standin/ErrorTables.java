package io.sluice.standin;

import io.sluice.standin.copy.LoadError;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What the stand-in keeps in its storage beside the clients' tables: functions and catalogs that
 * PostgreSQL lacks, and why rows could not be loaded. Blocks; thread-safe.
 */
public final class ErrorTables {
    private final StandinSettings.Storage storage;

    ErrorTables(StandinSettings.Storage storage) {
        this.storage = storage;
    }

    /** Makes what is not there. */
    void prepare() {
        try (InputStream script = ErrorTables.class.getResourceAsStream("store/standin.sql");
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IllegalStateException("store/standin.sql is not on the class path");
            }
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (SQLException failed) {
            throw new IllegalStateException("the storage cannot be prepared", failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Notes errors in a transaction of their own: they outlive that of the COPY. */
    public void add(long query, List<LoadError> errors) {
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO _standin.load_errors VALUES (?, 0, now() AT TIME ZONE"
                                        + " 'UTC', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (LoadError error : errors) {
                insert.setLong(1, query);
                insert.setString(2, error.file());
                insert.setLong(3, error.line());
                insert.setString(4, error.column());
                insert.setString(5, error.type());
                insert.setString(6, Integer.toString(error.columnLength()));
                insert.setInt(7, error.position());
                insert.setString(8, error.rawLine());
                insert.setString(9, error.rawField());
                insert.setInt(10, error.code());
                insert.setString(11, error.reason());
                insert.executeUpdate();
            }
        } catch (SQLException failed) {
            throw new StandinException(
                    "XX000", "the error tables cannot be written: " + failed.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(storage.jdbcUrl(), storage.user(), storage.password());
    }
}
