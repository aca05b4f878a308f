package io.sluice.registry;

import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.TempFolder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A real PostgreSQL, one for all tests of this JVM. */
final class TestDatabase {
    private static final Path FOLDER = folder();
    private static EmbeddedPostgres server = EmbeddedPostgres.start(FOLDER, 0, List.of());

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(
                                        () -> {
                                            server.close();
                                            TempFolder.delete(FOLDER);
                                        }));
    }

    private TestDatabase() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory("sluice-registry-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RegistrySettings settings() {
        return RegistrySettings.of(
                server.jdbcUrl("postgres"), EmbeddedPostgres.USER, server.password());
    }

    /** Stops the server, waits, and starts it again on the same port. */
    static void restart(Duration pause) throws InterruptedException {
        int port = server.port();
        server.close();
        Thread.sleep(pause);
        server = EmbeddedPostgres.start(FOLDER, port, List.of());
    }

    /** A database that nothing was done to. */
    static RegistrySettings emptyDatabase(String name) {
        run("CREATE DATABASE " + name);
        RegistrySettings settings = settings();
        return settings.at(settings.host(), settings.port(), name);
    }

    /** Connections of the registry to this database. */
    static long connections(RegistrySettings settings) {
        return run(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE application_name LIKE 'sluice-registry%%' AND datname = '%s'
                """
                        .formatted(settings.database()));
    }

    /** Ends the connections of the registry to this database; how many there were. */
    static long cutConnections(RegistrySettings settings) {
        return run(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'sluice-registry' AND datname = '%s'
                """
                        .formatted(settings.database()));
    }

    /** Runs it over a connection of its own; the first number of its answer, or 0. */
    static long run(String sql) {
        return run(settings(), sql);
    }

    /** The same on another database. */
    static long run(RegistrySettings s, String sql) {
        String url = "jdbc:postgresql://%s:%d/%s".formatted(s.host(), s.port(), s.database());
        try (Connection connection = DriverManager.getConnection(url, s.user(), s.password());
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return 0;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
