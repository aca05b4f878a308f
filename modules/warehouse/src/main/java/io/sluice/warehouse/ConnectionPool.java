package io.sluice.warehouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    private final WarehouseSettings settings;
    private final SessionRules rules;
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

    ConnectionPool(WarehouseSettings settings, SessionRules rules, int connections) {
        this.settings = settings;
        this.rules = rules;
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
            throw rules.failure(what, failure);
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
        rules.properties().forEach(properties::setProperty);
        Connection connection = connect(properties);
        try {
            rules.configure(connection);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failed) {
            discard(connection);
            throw failed;
        }
    }

    /** Whatever refuses a log-in (the server, IAM, a missing right), no unit is to blame. */
    private Connection connect(Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(settings.jdbcUrl(), properties);
        } catch (SQLException failed) {
            WarehouseException told = rules.failure("log-in of " + settings.user(), failed);
            if (told.kind() == WarehouseException.Kind.REFUSED) {
                throw new WarehouseException(
                        Failure.LOGIN_REFUSED, String.valueOf(told.getMessage()), failed);
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        closed = true;
        List<Connection> all = new ArrayList<>(borrowed);
        for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
            all.add(last.connection());
        }
        for (Connection connection : all) {
            cut(connection);
        }
    }

    /** Not close alone: it would wait for the statement that runs. */
    private static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SecurityException driverAsksForWhatJavaHasNoMore) {
            // Redshift's driver, 2.3.0, on Java 24 and later; its close does not wait.
            discard(connection);
        } catch (SQLException gone) {
            log.atDebug().setCause(gone).log("a connection could not be aborted");
        }
    }
}
