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
        broker =
                workspace.keep(
                        ForkedKafka.start(folder.resolve("kafka"), 0, BROKER_HEAP, Map.of()));
        s3 = workspace.keep(ForkedS3.start(folder.resolve("s3"), 0));
        postgres =
                workspace.keep(
                        EmbeddedPostgres.start(
                                folder.resolve("postgres"), 0, List.of(REGISTRY, WAREHOUSE)));
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
        return """
        kafka:
          bootstrap-servers: %s
        registry:
          url: postgresql://127.0.0.1:%d/%s
          user: %s
          password: '%s'
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
                        broker.bootstrapServers(),
                        postgres.port(),
                        REGISTRY,
                        EmbeddedPostgres.USER,
                        password(),
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
