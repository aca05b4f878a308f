package io.sluice.devstack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.OptionalLong;

/**
 * One PostgreSQL server on the loopback interface, as a child process, with a random password that
 * its folder keeps. Durable: it syncs every commit. Data outlive it in its folder, also after this
 * process was killed. Start and close from one thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The superuser of the server. */
    public static final String USER = "postgres";

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final int ATTEMPTS = 3;

    private final PostgresFolder folder;
    private final int port;
    private final OrphanGuard guard;

    private EmbeddedPostgres(PostgresFolder folder, int port, OrphanGuard guard) {
        this.folder = folder;
        this.port = port;
        this.guard = guard;
    }

    /**
     * Starts a server on a folder and makes the databases that are not there yet. A server that
     * outlived an earlier process on this folder is stopped first.
     *
     * @param folder made if it is not there
     * @param port 0 for a free one
     * @param databases plain names: letters, digits, {@code _}
     * @throws IllegalStateException if it does not start, with the end of its log
     */
    public static EmbeddedPostgres start(Path folder, int port, List<String> databases) {
        PostgresFolder prepared = PostgresFolder.prepare(folder);
        EmbeddedPostgres started = start(prepared, port);
        try {
            databases.forEach(started::ensureDatabase);
            return started;
        } catch (RuntimeException failed) {
            started.close();
            throw failed;
        }
    }

    /** More than once: a free port may be taken in between, and an orphan may be just starting. */
    private static EmbeddedPostgres start(PostgresFolder folder, int port) {
        for (int attempt = 1; ; attempt++) {
            int chosen = Ports.orFree(port);
            try {
                return new EmbeddedPostgres(folder, chosen, folder.startServer(chosen));
            } catch (IllegalStateException failed) {
                if (attempt == ATTEMPTS) {
                    throw failed;
                }
                log.atInfo()
                        .addKeyValue("port", chosen)
                        .addKeyValue("reason", failed.getMessage())
                        .log("PostgreSQL did not start, tries again");
                folder.stopServer();
            }
        }
    }

    /** Makes a database if it is not there; a plain name. */
    void ensureDatabase(String name) {
        try (Connection connection =
                        DriverManager.getConnection(jdbcUrl("postgres"), USER, password());
                Statement statement = connection.createStatement()) {
            if (!exists(statement, name)) {
                statement.execute("CREATE DATABASE \"" + name + "\"");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the database " + name + " cannot be made", failed);
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet found =
                statement.executeQuery(
                        "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            return found.next();
        }
    }

    public int port() {
        return port;
    }

    public String password() {
        return folder.password();
    }

    /** The server's process, to be signalled; empty once it has ended. */
    public OptionalLong pid() {
        return folder.pid();
    }

    /** The address of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database;
    }

    /** Ends all connections and stops the server; its data are as it last committed them. */
    @Override
    public void close() {
        try (guard) {
            folder.stopServer();
        }
    }
}
