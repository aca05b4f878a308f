package io.sluice.warehouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Sessions of PostgreSQL. */
record PostgresSession(WarehouseSettings settings) implements SessionRules {
    private static final Logger log = LoggerFactory.getLogger(PostgresSession.class);

    /** What a database or a role may set otherwise, and values or statements would then change. */
    private static final String MEANING =
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 3;"
                    + " SET standard_conforming_strings = on; SET quote_all_identifiers = off";

    @Override
    public Map<String, String> properties() {
        return Map.of(
                "connectTimeout",
                "10",
                "socketTimeout",
                Long.toString(settings.socketTimeout().toSeconds()),
                "tcpKeepAlive",
                "true",
                "ApplicationName",
                "sluice " + settings.instance());
    }

    @Override
    public void configure(Connection connection) throws SQLException {
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
    }

    @Override
    public WarehouseException failure(String what, Exception failure) {
        return SqlFailures.of(what, failure);
    }
}
