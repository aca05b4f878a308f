package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * One PostgreSQL server on the loopback interface, as a child process, with a password. Durable: it
 * syncs every commit. Data outlive it in its folder, also after this process was killed. Start and
 * close from one thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The superuser of the server. */
    public static final String USER = "postgres";

    private static final String SCRAM =
            "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n";

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(
            io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts a server on a folder and makes the databases that are not there yet.
     *
     * @param port 0 for a free one
     */
    public static EmbeddedPostgres start(Path folder, int port, List<String> databases) {
        Path data = folder.resolve("data");
        String password = KeptSecret.of(folder, "password");
        StalePostmaster.stop(data);
        try {
            EmbeddedPostgres started =
                    new EmbeddedPostgres(builder(folder, data, port, password).start(), password);
            started.secure(data);
            databases.forEach(started::ensureDatabase);
            return started;
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL does not start on " + folder, failed);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres.Builder builder(
            Path folder, Path data, int port, String password) {
        return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(Ports.orFree(port))
                .setConnectConfig("password", password)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log(folder))
                .setErrorRedirector(log(folder))
                .setLocaleConfig("locale", "C.UTF-8")
                .setServerConfig("listen_addresses", Ports.HOST)
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB")
                // No standby reads the log: loading into a table made in the same transaction skips
                // it.
                .setServerConfig("wal_level", "minimal")
                .setServerConfig("max_wal_senders", "0")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("checkpoint_timeout", "15min")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC")
                .setServerConfig("log_min_messages", "fatal");
    }

    private static ProcessBuilder.Redirect log(Path folder) {
        return ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile());
    }

    /** A new server trusts everybody: gives it the password and has it ask for it. */
    private void secure(Path data) throws IOException {
        Path hba = data.resolve("pg_hba.conf");
        if (Files.readString(hba).equals(SCRAM)) {
            return;
        }
        // The password is hexadecimal: nothing in it needs quoting.
        execute("postgres", "ALTER USER " + USER + " PASSWORD '" + password + "'");
        Files.writeString(hba, SCRAM);
        execute("postgres", "SELECT pg_reload_conf()");
    }

    private void ensureDatabase(String name) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            if (!found.next()) {
                execute("postgres", "CREATE DATABASE \"" + name + "\"");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the database " + name + " cannot be made", failed);
        }
    }

    private void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("PostgreSQL refuses its set-up", failed);
        }
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password);
    }

    public int port() {
        return server.getPort();
    }

    public String password() {
        return password;
    }

    /** The address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.HOST + ":" + port() + "/" + database;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("PostgreSQL does not stop", failed);
        }
    }
}
