package io.sluice.loadtest.rig;

import io.sluice.devstack.EmbeddedPostgres;
import io.sluice.devstack.ForkedKafka;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;
import io.sluice.registry.RegistrySettings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What sqlizers work with: a broker in a process of its own, with one app's topics, and a
 * PostgreSQL for the registry, with fsync and synchronous commits.
 */
public final class KafkaAndRegistry {
    /** The app whose events are measured. */
    public static final String APP = "bench";

    private static final String DATABASE = "registry";
    private static final String BROKER_HEAP = "1g";

    private final ForkedKafka broker;
    private final EmbeddedPostgres postgres;
    private final KafkaSettings kafka;
    private final Clients clients;
    private final int partitions;

    /**
     * Starts both; they stop with the workspace.
     *
     * @param partitions of each topic
     */
    public KafkaAndRegistry(Workspace workspace, int partitions)
            throws IOException, InterruptedException {
        Path folder = workspace.folder();
        this.partitions = partitions;
        CompletableFuture<ForkedKafka> starting =
                workspace.begin(
                        () -> ForkedKafka.start(folder.resolve("kafka"), 0, BROKER_HEAP, Map.of()));
        postgres =
                workspace.keep(
                        EmbeddedPostgres.start(folder.resolve("registry"), 0, List.of(DATABASE)));
        broker = starting.join();
        kafka = KafkaSettings.of(broker.bootstrapServers());
        clients = new Clients(kafka);
        clients.topics(List.of(Topics.events(APP), Topics.rows(APP), Topics.dead(APP)), partitions);
    }

    public KafkaSettings kafka() {
        return kafka;
    }

    public Clients clients() {
        return clients;
    }

    public int partitions() {
        return partitions;
    }

    /** Access to the registry. */
    public RegistrySettings registry() {
        return RegistrySettings.of(
                postgres.jdbcUrl(DATABASE), EmbeddedPostgres.USER, postgres.password());
    }

    /** The sections of a settings file by which a role finds both. */
    String conf() {
        return conf(broker, postgres, DATABASE);
    }

    /** The same for others. */
    static String conf(ForkedKafka broker, EmbeddedPostgres postgres, String registry) {
        return """
        kafka:
          bootstrap-servers: %s
        registry:
          url: postgresql://127.0.0.1:%d/%s
          user: %s
          password: '%s'
        """
                .formatted(
                        broker.bootstrapServers(),
                        postgres.port(),
                        registry,
                        EmbeddedPostgres.USER,
                        postgres.password());
    }

    /** The registry's database, its user and its password are those of {@link #registry}. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** CPU time that the broker took since it started. */
    public long brokerCpuNanos() {
        return broker.cpuNanos();
    }
}
