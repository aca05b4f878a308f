package io.sluice.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Sessions of Redshift. Encrypted, unless the address or a setting of the driver says otherwise.
 */
record RedshiftSession(WarehouseSettings settings, WarehouseKind.Redshift redshift)
        implements SessionRules {
    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("connectTimeout", "10");
        properties.put("socketTimeout", Long.toString(settings.socketTimeout().toSeconds()));
        properties.put("tcpKeepAlive", "true");
        properties.put("ApplicationName", "sluice " + settings.instance());
        properties.putAll(redshift.driver());
        return properties;
    }

    @Override
    public void configure(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone TO 'UTC'");
            statement.execute("SET enable_case_sensitive_identifier TO off");
            statement.execute("SET statement_timeout TO " + settings.socketTimeout().toMillis());
        }
    }

    @Override
    public WarehouseException failure(String what, Exception failure) {
        return RedshiftFailures.of(what, failure);
    }
}
