package io.sluice.warehouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * At most so many connections, opened when first needed and thrown away after any failure that
 * leaves them in doubt. Thread-safe; a borrower waits for its turn, in order.
 */
final class ConnectionPool implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConnectionPool.class);

    /** After so long without use a connection is asked whether it still lives. */
    private static final long TRUST_NANOS = 5_000_000_000L;

    private static final int VALID_SECONDS = 5;

    /** What a database or a role may set otherwise, and values or statements would then change. */
    private static final String MEANING =
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 3;"
                    + " SET standard_conforming_strings = on; SET quote_all_identifiers = off";

    private final WarehouseSettings settings;
    private final Semaphore permits;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private final Set<Connection> borrowed = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Idle(Connection connection, long since) {}

    /** What is done with a connection, in one transaction that it ends itself. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException, IOException;
    }

    ConnectionPool(WarehouseSettings settings, int connections) {
        this.settings = settings;
        this.permits = new Semaphore(connections, true);
    }

    /** Runs the work; what it leaves uncommitted is rolled back. */
    <T> T with(String what, Work<T> work) {
        try {
            permits.acquire();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new WarehouseException(
                    WarehouseException.Kind.OUTAGE, what + ": interrupted", interrupted);
        }
        try {
            Connection connection = take();
            borrowed.add(connection);
            try {
                T result = work.run(connection);
                giveBack(connection);
                return result;
            } catch (Exception failure) {
                discard(connection);
                throw failure;
            } finally {
                borrowed.remove(connection);
            }
        } catch (Exception failure) {
            throw SqlFailures.of(what, failure);
        } finally {
            permits.release();
        }
    }

    private Connection take() throws SQLException {
        for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            if (System.nanoTime() - last.since() < TRUST_NANOS
                    || last.connection().isValid(VALID_SECONDS)) {
                return last.connection();
            }
            discard(last.connection());
        }
        if (closed) {
            throw new SQLException("the warehouse's connections are closed", "08003");
        }
        return open();
    }

    private void giveBack(Connection connection) throws SQLException {
        connection.rollback();
        if (closed) {
            connection.close();
        } else {
            idle.addFirst(new Idle(connection, System.nanoTime()));
        }
    }

    private static void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            log.atDebug().setCause(gone).log("a broken connection could not be closed");
        }
    }

    private Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.user());
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty(
                "socketTimeout", Long.toString(settings.socketTimeout().toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "sluice " + settings.instance());
        Connection connection = DriverManager.getConnection(settings.jdbcUrl(), properties);
        try {
            configure(connection);
            return connection;
        } catch (SQLException failed) {
            discard(connection);
            throw failed;
        }
    }

    private void configure(Connection connection) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try (Statement statement = connection.createStatement()) {
            statement.execute(MEANING);
            statement.execute("SET lock_timeout = " + settings.lockTimeout().toMillis());
            // A session whose client has vanished must not keep the ledger locked.
            statement.execute("SET idle_in_transaction_session_timeout = '2min'");
            statement.execute("SET tcp_keepalives_idle = 15");
            statement.execute("SET tcp_keepalives_interval = 5");
            try {
                statement.execute("SET client_connection_check_interval = '2s'");
            } catch (SQLException notOnThisPlatform) {
                log.atDebug()
                        .setCause(notOnThisPlatform)
                        .log("the server cannot watch for vanished clients");
            }
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void close() {
        closed = true;
        List<Connection> all = new ArrayList<>(borrowed);
        for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            all.add(last.connection());
        }
        for (Connection connection : all) {
            try {
                // Not close: it would wait for the statement that runs.
                connection.abort(Runnable::run);
            } catch (SQLException gone) {
                log.atDebug().setCause(gone).log("a connection could not be aborted");
            }
        }
    }
}
