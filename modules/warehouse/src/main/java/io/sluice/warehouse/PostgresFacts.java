package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/** Asks PostgreSQL for its {@link WarehouseFacts}. */
final class PostgresFacts {
    private static final String SQL =
            "SELECT version(), current_user, current_database(),"
                + " current_setting('transaction_isolation'), coalesce((SELECT ssl FROM pg_stat_ssl"
                + " WHERE pid = pg_backend_pid()), false),"
                + " has_database_privilege(current_database(), 'CREATE'), clock_timestamp()";

    private PostgresFacts() {}

    static WarehouseFacts read(Connection connection) throws SQLException {
        Instant before = Instant.now();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            Instant after = Instant.now();
            if (!row.next()) {
                throw new SQLException("the server says nothing of itself", "XX000");
            }
            Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
            Instant server = row.getObject(7, OffsetDateTime.class).toInstant();
            return new WarehouseFacts(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getBoolean(5),
                    row.getBoolean(6),
                    Duration.between(middle, server),
                    OptionalLong.empty(),
                    new WarehouseFacts.NotTried("rows reach it through the loader"));
        }
    }
}
