package io.sluice.loadtest;

import io.sluice.app.Backends;
import io.sluice.app.Installation;
import io.sluice.app.InstallationSettings;
import io.sluice.app.Role;
import io.sluice.app.books.BooksSettings;
import io.sluice.app.load.EnvelopeMap;
import io.sluice.app.load.LoadReport;
import io.sluice.app.load.LoadRun;
import io.sluice.app.load.Progress;
import io.sluice.batcher.BatcherSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.devstack.EmbeddedS3;
import io.sluice.devstack.S3Endpoint;
import io.sluice.franz.ConfiguredApp;
import io.sluice.franz.FranzSettings;
import io.sluice.kafka.KafkaSettings;
import io.sluice.loader.LoaderSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.rows.BatchCutter;
import io.sluice.runtime.ManagementSettings;
import io.sluice.runtime.Secret;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.WarehouseSettings;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** All roles in this JVM, against Kafka and PostgreSQL in containers and the S3 API on disk. */
final class ContainerPipeline implements AutoCloseable {
    private static final String KEY = "sk_smoke";

    private final Path folder;
    private final EmbeddedS3 s3;
    private final Installation installation;

    private ContainerPipeline(Path folder, EmbeddedS3 s3, Installation installation) {
        this.folder = folder;
        this.s3 = s3;
        this.installation = installation;
    }

    static ContainerPipeline start(KafkaContainer kafka, PostgreSQLContainer postgres)
            throws Exception {
        Path folder = Files.createTempDirectory("sluice-smoke-");
        EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), 0);
        S3Endpoint endpoint = s3.endpoint();
        String user = postgres.getUsername();
        String password = postgres.getPassword();
        Backends backends =
                new Backends(
                        KafkaSettings.of(kafka.getBootstrapServers()),
                        RegistrySettings.of(postgres.getJdbcUrl(), user, password),
                        new StorageSettings(
                                Optional.of(endpoint.uri()),
                                endpoint.region(),
                                endpoint.bucket(),
                                Optional.of(
                                        new StorageSettings.Credentials(
                                                endpoint.accessKey(), endpoint.secretKey())),
                                StorageSettings.Limits.DEFAULT),
                        WarehouseSettings.of(postgres.getJdbcUrl(), user, password));
        BatchCutter.Limits usual = BatcherSettings.DEFAULT.limits();
        BatchCutter.Limits quick =
                new BatchCutter.Limits(
                        usual.maxBytes(),
                        usual.maxRows(),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(200),
                        usual.maxTables());
        InstallationSettings settings =
                new InstallationSettings(
                        folder.resolve("slots"),
                        "smoke",
                        ManagementSettings.LOCAL,
                        backends,
                        SinkSettings.defaults().withPort(0),
                        SqlizerSettings.of(1),
                        BatcherSettings.DEFAULT.with(quick),
                        LoaderSettings.DEFAULT,
                        FranzSettings.embedded(List.of(new ConfiguredApp("demo", new Secret(KEY)))),
                        BooksSettings.DEFAULT,
                        ConsoleSettings.local(AdminToken.random()));
        return new ContainerPipeline(
                folder, s3, Installation.start(settings, EnumSet.allOf(Role.class)));
    }

    /** Loads so many events and waits until they are in their table. */
    void load(int events) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < events; i++) {
            lines.append(
                    "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"smoke\",\"body\":{\"n\":%d}}%n"
                            .formatted(i));
        }
        Path file = Files.writeString(folder.resolve("events.ndjson"), lines.toString());
        LoadReport report =
                new LoadRun(
                                installation,
                                "http://127.0.0.1:" + installation.httpPort(),
                                KEY,
                                "demo")
                        .run(
                                List.of(file.toString()),
                                EnvelopeMap.identity(),
                                "",
                                Optional.empty(),
                                new Progress(System.err, false));
        if (!report.complete()) {
            throw new AssertionError(report.toJson());
        }
    }

    @Override
    public void close() {
        installation.close();
        s3.close();
    }
}
