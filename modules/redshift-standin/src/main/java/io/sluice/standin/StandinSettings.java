package io.sluice.standin;

import io.sluice.standin.copy.CopySettings;

/**
 * What the stand-in is and where it keeps things.
 *
 * @param storage a database of its own
 * @param copy how COPY reaches S3
 * @param user the only one who may log in
 * @param port on the loopback interface, 0 for a free one
 * @param maxConnections one more is refused
 */
public record StandinSettings(
        Storage storage,
        CopySettings copy,
        String user,
        String password,
        int port,
        int maxConnections) {
    /** Enough for tests and one machine. */
    public static final int DEFAULT_CONNECTIONS = 50;

    /** A PostgreSQL, 16 or later, that asks for SCRAM-SHA-256 or for nothing. */
    public record Storage(String host, int port, String database, String user, String password) {
        /** Its address for a driver. */
        public String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        @Override
        public String toString() {
            return jdbcUrl();
        }
    }

    @Override
    public String toString() {
        return "StandinSettings[" + storage + ", " + user + ", " + port + "]";
    }
}
