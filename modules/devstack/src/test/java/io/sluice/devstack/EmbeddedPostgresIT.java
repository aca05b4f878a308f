package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class EmbeddedPostgresIT {
    private final DevStack stack = DevStack.shared();

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "listen_addresses, 127.0.0.1",
        "wal_level, minimal",
        "log_timezone, UTC",
        "password_encryption, scram-sha-256"
    })
    void isDurableAndOnTheLoopbackInterface(String setting, String value) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                stack.registryJdbc(),
                                stack.postgresUser(),
                                stack.postgresPassword());
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW " + setting)) {
            assertThat(shown.next()).isTrue();
            assertThat(shown.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() {
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        stack.warehouseJdbc(), stack.postgresUser(), "postgres"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsItsPasswordToTheOwner(@TempDir Path folder) throws IOException {
        String password = KeptSecret.of(folder, "password");

        assertThat(KeptSecret.of(folder, "password")).isEqualTo(password);
        assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
