package io.sluice.warehouse;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;
import io.sluice.standin.RedshiftStandin;
import io.sluice.standin.StandinSettings;
import io.sluice.standin.StandinSettings.Storage;
import io.sluice.standin.copy.CopySettings;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** The stand-in on a database of its own, and warehouses on it. */
final class TestRedshift implements AutoCloseable {
    private static final DevStack STACK = DevStack.shared();
    private static final String ROLE = "arn:aws:iam::1:role/load";

    final RedshiftStandin standin;
    private final String database;

    TestRedshift() throws SQLException {
        database = "redshift_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection admin = TestWarehouse.connect();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        }
        S3Endpoint s3 = STACK.s3();
        standin =
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
                                "sluice",
                                "secret",
                                0,
                                StandinSettings.DEFAULT_CONNECTIONS));
    }

    /** To the database that keeps its rows. */
    Connection storage() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(STACK.postgresPort(), database),
                STACK.postgresUser(),
                STACK.postgresPassword());
    }

    RedshiftWarehouse warehouse() {
        return warehouse(WarehouseSettings.DEFAULT_MAX_REFUSED_ROWS);
    }

    RedshiftWarehouse warehouse(int maxRefusedRows) {
        return warehouse("sluice", maxRefusedRows);
    }

    /** As somebody else, whom the server may not know. */
    RedshiftWarehouse warehouseOf(String user) {
        return warehouse(user, WarehouseSettings.DEFAULT_MAX_REFUSED_ROWS);
    }

    private RedshiftWarehouse warehouse(String user, int maxRefusedRows) {
        WarehouseKind.Redshift kind =
                new WarehouseKind.Redshift(
                        new WarehouseKind.Role(ROLE),
                        Optional.empty(),
                        WarehouseKind.Distribution.AUTO,
                        Map.of());
        return new RedshiftWarehouse(
                WarehouseSettings.of(standin.jdbcUrl(), user, "secret", kind)
                        .withMaxRefusedRows(maxRefusedRows),
                kind,
                TestWarehouse.STORE);
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "sluice");
        properties.setProperty("password", "secret");
        return DriverManager.getConnection(standin.jdbcUrl(), properties);
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        standin.close();
    }
}
