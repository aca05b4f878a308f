package io.sluice.loadtest.rig;

import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.ForkedKafka;
import io.sluice.devstack.ForkedS3;
import io.sluice.devstack.S3Endpoint;
import io.sluice.kafka.KafkaSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * All that an installation works with, each a process of its own: broker, S3, and one PostgreSQL
 * for registry and warehouse, with fsync and synchronous commits.
 */
public final class Backends {
    private static final String REGISTRY = "registry";
    private static final String WAREHOUSE = "warehouse";
    private static final String BROKER_HEAP = "1g";

    private final ForkedKafka broker;
    private final ForkedS3 s3;
    private final EmbeddedPostgres postgres;

    /** Starts them; they stop with the workspace. */
    public Backends(Workspace workspace) throws IOException {
        Path folder = workspace.folder();
        CompletableFuture<ForkedKafka> starting =
                workspace.begin(
                        () -> ForkedKafka.start(folder.resolve("kafka"), 0, BROKER_HEAP, Map.of()));
        CompletableFuture<ForkedS3> startingS3 =
                workspace.begin(() -> ForkedS3.start(folder.resolve("s3"), 0));
        postgres =
                workspace.keep(
                        EmbeddedPostgres.start(
                                folder.resolve("postgres"), 0, List.of(REGISTRY, WAREHOUSE)));
        s3 = startingS3.join();
        broker = starting.join();
    }

    public KafkaSettings kafka() {
        return KafkaSettings.of(broker.bootstrapServers());
    }

    /** Address of the warehouse, for the user {@link EmbeddedPostgres#USER}. */
    public String warehouseJdbc() {
        return postgres.jdbcUrl(WAREHOUSE);
    }

    /** Password of registry and warehouse. */
    public String password() {
        return postgres.password();
    }

    /** The sections of a settings file by which roles find all this. */
    String conf() {
        S3Endpoint at = s3.endpoint();
        return KafkaAndRegistry.conf(broker, postgres, REGISTRY)
                + """
                storage:
                  endpoint: %s
                  region: %s
                  bucket: %s
                  access-key: %s
                  secret-key: '%s'
                warehouse:
                  url: %s
                  user: %s
                  password: '%s'
                """
                        .formatted(
                                at.uri(),
                                at.region(),
                                at.bucket(),
                                at.accessKey(),
                                at.secretKey(),
                                warehouseJdbc(),
                                EmbeddedPostgres.USER,
                                password());
    }
}
