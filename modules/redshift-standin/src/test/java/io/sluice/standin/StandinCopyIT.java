package io.sluice.standin;

import static io.sluice.standin.TestStandin.run;
import static io.sluice.standin.TestStandin.strings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

class StandinCopyIT {
    private static final S3Endpoint S3 = DevStack.shared().s3();

    private TestStandin standin;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        standin = new TestStandin();
        connection = standin.connect();
        run(
                connection,
                "CREATE SCHEMA app",
                "CREATE TABLE app.t (n BIGINT, s VARCHAR(6), j SUPER, ts TIMESTAMPTZ)");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        standin.close();
    }

    private static String put(String lines) {
        String key = "standin/" + UUID.randomUUID();
        try (S3Client s3 =
                S3Client.builder()
                        .endpointOverride(S3.uri())
                        .region(Region.of(S3.region()))
                        .forcePathStyle(true)
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(S3.accessKey(), S3.secretKey())))
                        .build()) {
            s3.putObject(
                    it -> it.bucket(S3.bucket()).key(key),
                    RequestBody.fromBytes(lines.getBytes(UTF_8)));
        }
        return "s3://" + S3.bucket() + "/" + key;
    }

    private static String copy(String url) {
        return "COPY app.t (s, n, j, ts) FROM '"
                + url
                + "' IAM_ROLE '"
                + TestStandin.ROLE
                + "' CSV NULL AS '~N~' TIMEFORMAT 'auto'";
    }

    private String count() throws SQLException {
        return strings(connection, "SELECT count(*) FROM app.t").getFirst();
    }

    @Test
    void rowsComeInWithTheBlockAndGoWithIt() throws SQLException {
        String url = put("\"a\tb\\\",1,\"[1]\",2020-01-01T00:00:00Z\n\"\",2,~N~,~N~\n");
        connection.setAutoCommit(false);
        run(connection, copy(url));
        assertThat(strings(connection, "SELECT pg_last_copy_count()")).containsExactly("2");
        assertThat(count()).isEqualTo("2");
        connection.rollback();
        assertThat(count()).isEqualTo("0");
        run(connection, copy(url));
        connection.commit();
        connection.setAutoCommit(true);
        run(connection, copy(url));
        assertThat(strings(connection, "SELECT s FROM app.t WHERE n = 1"))
                .containsExactly("a\tb\\", "a\tb\\");
        assertThat(strings(connection, "SELECT coalesce(j, 'null') FROM app.t WHERE n = 2"))
                .containsExactly("null", "null");
    }

    @Test
    void aBadRowUndoesAllAndIsToldByTheErrorTables() throws SQLException {
        String url = put("\"a\",1,~N~,~N~\n\"äöüß\",2,~N~,~N~\n");
        assertThatThrownBy(() -> run(connection, copy(url)))
                .hasMessageContaining("Check 'stl_load_errors'");
        assertThat(count()).isEqualTo("0");
        assertThat(strings(connection, "SELECT pg_last_copy_count()")).containsExactly("0");
        connection.setAutoCommit(false);
        run(connection, "INSERT INTO app.t (n) VALUES (1)");
        assertThatThrownBy(() -> run(connection, copy(url))).isInstanceOf(SQLException.class);
        assertThatThrownBy(this::count).hasMessageContaining("aborted");
        connection.rollback();
        assertThat(count()).isEqualTo("0");
        assertThat(
                        strings(
                                connection,
                                "SELECT trim(colname) || ' ' || err_code || ' ' || line_number"
                                        + " FROM stl_load_errors WHERE trim(filename) = '"
                                        + url
                                        + "'"))
                .containsExactly("s 1204 2", "s 1204 2");
        assertThat(
                        strings(
                                connection,
                                "SELECT DISTINCT trim(error_message) FROM sys_load_error_detail"
                                        + " WHERE query_id = pg_last_copy_id()"))
                .containsExactly("String length exceeds DDL length");
    }

    @Test
    void aWriterWaitsForTheOtherOfTheSameTable() throws Exception {
        String url = put("\"a\",1,~N~,~N~\n");
        connection.setAutoCommit(false);
        run(connection, copy(url));
        try (Connection other = standin.connect()) {
            run(other, "SET statement_timeout TO 300");
            assertThatThrownBy(() -> run(other, copy(url)))
                    .isInstanceOf(SQLException.class)
                    .extracting(it -> ((SQLException) it).getSQLState())
                    .isEqualTo("57014");
            connection.commit();
            run(other, copy(url));
        }
        assertThat(count()).isEqualTo("2");
        connection.commit();
    }
}
