package io.sluice.standin;

import io.sluice.standin.copy.CopyEngine;
import io.sluice.standin.wire.Door;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that refuses what Redshift refuses, on the loopback interface. Each client has a thread
 * and a connection to the storage. Getters may be called from any thread.
 */
public final class RedshiftStandin implements AutoCloseable {
    /** The database that clients name; it is the only one. */
    public static final String DATABASE = "dev";

    private static final Logger log = LoggerFactory.getLogger(RedshiftStandin.class);

    private final ServerSocket listener;
    private final CopyEngine engine;
    private final Door door;
    private final Faults faults = new Faults();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private RedshiftStandin(StandinSettings settings) throws IOException {
        ErrorTables errors = new ErrorTables(settings.storage());
        errors.prepare();
        engine = new CopyEngine(settings.copy());
        door = new Door(settings, engine, errors, faults);
        listener = new ServerSocket(settings.port(), 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("redshift-standin").start(this::accept);
    }

    /**
     * Prepares the storage and listens.
     *
     * @throws IllegalStateException if the storage is not there, or not a PostgreSQL 16 or later
     */
    public static RedshiftStandin start(StandinSettings settings) {
        try {
            return new RedshiftStandin(settings);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                Thread.ofVirtual()
                        .name("redshift-standin-client")
                        .start(
                                () -> {
                                    door.serve(client);
                                    clients.remove(client);
                                });
            } catch (IOException failed) {
                if (!listener.isClosed()) {
                    log.atError().setCause(failed).log("a client could not be let in");
                }
            }
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Its address for Redshift's driver; the connection is not encrypted. */
    public String jdbcUrl() {
        return "jdbc:redshift://127.0.0.1:" + port() + "/" + DATABASE + "?ssl=false";
    }

    /** Failures on demand, and what clients have sent. */
    public Faults faults() {
        return faults;
    }

    /** Cuts off all clients and stops listening. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException failed) {
            log.atWarn().setCause(failed).log("the stand-in did not close cleanly");
        }
        engine.close();
    }
}
