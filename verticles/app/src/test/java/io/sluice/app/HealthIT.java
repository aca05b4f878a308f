package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.BatcherSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.devstack.EmbeddedKafka;
import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.EmbeddedS3;
import io.sluice.franz.FranzSettings;
import io.sluice.kafka.KafkaSettings;
import io.sluice.loader.LoaderSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.runtime.ManagementSettings;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.WarehouseSettings;
import io.vertx.core.json.JsonObject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Each dependency is stopped: probes and the metric name it, and nothing else; then all heals. */
class HealthIT {
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(15);

    @TempDir private Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @Test
    void whatIsStoppedIsNamedWithinFifteenSecondsAndHeals() throws Exception {
        int kafkaPort = free();
        int registryPort = free();
        int warehousePort = free();
        int s3Port = free();
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort);
        EmbeddedPostgres registry = postgres("registry", registryPort);
        EmbeddedPostgres warehouse = postgres("warehouse", warehousePort);
        EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), s3Port);
        try (Installation installation =
                Installation.start(
                        settings(kafka, registry, warehouse, s3), EnumSet.allOf(Role.class))) {
            port = installation.managementPort();
            assertThat(installation.awaitReady(Duration.ofSeconds(60))).isTrue();

            s3.close();
            awaitDown("s3");
            assertThat(up("kafka") && up("registry") && up("warehouse")).isTrue();
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            s3 = EmbeddedS3.start(folder.resolve("s3"), s3Port);
            awaitReady();

            warehouse.close();
            awaitDown("warehouse");
            assertThat(up("kafka") && up("registry") && up("s3")).isTrue();
            registry.close();
            kafka.close();
            awaitDown("registry");
            awaitDown("kafka");
            registry = postgres("registry", registryPort);
            warehouse = postgres("warehouse", warehousePort);
            kafka = EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort);
            awaitReady();
        } finally {
            s3.close();
            kafka.close();
            registry.close();
            warehouse.close();
        }
    }

    private EmbeddedPostgres postgres(String name, int at) {
        return EmbeddedPostgres.start(folder.resolve(name), at, List.of(name));
    }

    private static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private InstallationSettings settings(
            EmbeddedKafka kafka,
            EmbeddedPostgres registry,
            EmbeddedPostgres warehouse,
            EmbeddedS3 s3) {
        return new InstallationSettings(
                folder.resolve("slots"),
                "",
                ManagementSettings.LOCAL,
                new Backends(
                        KafkaSettings.of(kafka.bootstrapServers()),
                        RegistrySettings.of(
                                registry.jdbcUrl("registry"),
                                EmbeddedPostgres.USER,
                                registry.password()),
                        new StorageSettings(
                                Optional.of(s3.endpoint().uri()),
                                s3.endpoint().region(),
                                s3.endpoint().bucket(),
                                Optional.of(
                                        new StorageSettings.Credentials(
                                                s3.endpoint().accessKey(),
                                                s3.endpoint().secretKey())),
                                StorageSettings.Limits.DEFAULT),
                        WarehouseSettings.of(
                                warehouse.jdbcUrl("warehouse"),
                                EmbeddedPostgres.USER,
                                warehouse.password())),
                SinkSettings.defaults().withPort(0),
                SqlizerSettings.of(1),
                BatcherSettings.DEFAULT.with(1),
                LoaderSettings.DEFAULT,
                FranzSettings.embedded(List.of()),
                BooksSettings.DEFAULT,
                ConsoleSettings.local(AdminToken.of("a-token-for-tests-only").orElseThrow()));
    }

    private void awaitDown(String name) {
        Awaitility.await()
                .atMost(KNOWN_WITHIN)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> {
                            HttpResponse<String> answer = get("/health/ready");
                            assertThat(answer.statusCode()).isEqualTo(503);
                            assertThat(isUp(answer.body(), name)).as(answer.body()).isFalse();
                            assertThat(get("/metrics").body())
                                    .contains("sluice_dependency_up{name=\"" + name + "\"} 0.0");
                        });
    }

    private void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> {
                            HttpResponse<String> answer = get("/health/ready");
                            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                        });
    }

    private boolean up(String name) throws Exception {
        return isUp(get("/health/ready").body(), name);
    }

    private static boolean isUp(String report, String name) {
        return new JsonObject(report)
                .getJsonObject("checks")
                .getJsonObject(name)
                .getString("status")
                .equals("up");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
