package io.sluice.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Asks the registry's database what it is, and changes nothing. Blocks. */
public final class RegistryProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String SQL =
            "SELECT current_setting('server_version'),"
                    + " has_schema_privilege('public', 'CREATE'),"
                    + " current_setting('fsync') = 'on'"
                    + " AND current_setting('synchronous_commit') <> 'off',"
                    + " current_setting('max_connections')::int";

    private RegistryProbe() {}

    /**
     * What the database says.
     *
     * @param version of the server
     * @param mayCreate whether the user may create tables
     * @param durable whether a commit outlives a power cut
     * @param maxConnections that the server takes in all
     */
    public record Facts(String version, boolean mayCreate, boolean durable, int maxConnections) {}

    /**
     * Connects once and asks.
     *
     * @throws SQLException if the database cannot be reached, or refuses
     */
    public static Facts ask(RegistrySettings settings) throws SQLException {
        try (Connection connection =
                        DirectConnections.to(settings, "sluice-doctor", LIMIT).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            if (!row.next()) {
                throw new SQLException("the server says nothing of itself", "XX000");
            }
            return new Facts(row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getInt(4));
        }
    }
}
