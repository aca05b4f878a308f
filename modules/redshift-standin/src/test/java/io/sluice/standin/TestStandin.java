package io.sluice.standin;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.StandinSettings.Storage;
import io.sluice.standin.copy.CopySettings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** A stand-in over a database of its own in the shared stack. */
public final class TestStandin implements AutoCloseable {
    public static final String USER = "loader";
    public static final String PASSWORD = "secret";
    public static final String ROLE = "arn:aws:iam::1:role/load";

    private static final DevStack STACK = DevStack.shared();

    public final RedshiftStandin server;

    public TestStandin() throws SQLException {
        String database = "standin_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection admin =
                        DriverManager.getConnection(
                                STACK.warehouseJdbc(),
                                STACK.postgresUser(),
                                STACK.postgresPassword());
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        S3Endpoint s3 = STACK.s3();
        server =
                RedshiftStandin.start(
                        new StandinSettings(
                                new Storage(
                                        "127.0.0.1",
                                        STACK.postgresPort(),
                                        database,
                                        STACK.postgresUser(),
                                        STACK.postgresPassword()),
                                new CopySettings(
                                        s3.uri(),
                                        s3.region(),
                                        s3.accessKey(),
                                        s3.secretKey(),
                                        ROLE),
                                USER,
                                PASSWORD,
                                0,
                                StandinSettings.DEFAULT_CONNECTIONS));
    }

    /** A connection of Redshift's own driver. */
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        return DriverManager.getConnection(server.jdbcUrl(), properties);
    }

    static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }

    static void run(Connection connection, String... all) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : all) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
