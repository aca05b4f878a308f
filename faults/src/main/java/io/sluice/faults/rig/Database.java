package io.sluice.faults.rig;

import io.sluice.devstack.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL server with one database, that can be stopped, crashed and started again. */
public final class Database implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final String name;
    private EmbeddedPostgres server;

    Database(Path folder, int port, String name) {
        this.folder = folder;
        this.port = port;
        this.name = name;
        this.server = EmbeddedPostgres.start(folder, port, List.of(name));
    }

    public int port() {
        return port;
    }

    public String name() {
        return name;
    }

    public String password() {
        return server.password();
    }

    /** A connection that goes through no proxy. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(name), EmbeddedPostgres.USER, server.password());
    }

    /** Ends all sessions, then the server; or, at once, like a crash: the log repairs the rest. */
    public void stop(boolean atOnce) throws InterruptedException {
        long pid = server.pid().orElseThrow();
        (atOnce ? Signal.QUIT : Signal.INT).send(pid);
        while (server.pid().isPresent()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        server.close();
    }

    /** Starts it on the same port, after {@link #stop}. */
    public void start() {
        server = EmbeddedPostgres.start(folder, port, List.of(name));
    }

    /** Keeps its data of now, while it is stopped. */
    public void save(Path to) {
        copy(folder.resolve("data"), to);
    }

    /** Puts data that were saved in the place of those of now, while it is stopped. */
    public void restore(Path from) {
        io.sluice.devstack.TempFolder.delete(folder.resolve("data"));
        copy(from, folder.resolve("data"));
    }

    private static void copy(Path from, Path to) {
        try {
            Process copying =
                    new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                            .inheritIO()
                            .start();
            if (copying.waitFor() != 0) {
                throw new IllegalStateException("cannot copy " + from + " to " + to);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying", stopped);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
