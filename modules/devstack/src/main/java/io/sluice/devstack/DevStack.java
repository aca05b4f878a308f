package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Kafka, PostgreSQL and S3 together on one data folder, which only one process may use at a time.
 * What was written is there again after a restart, also after {@code kill -9}.
 */
public final class DevStack implements AutoCloseable {
    /** The registry's database. */
    public static final String REGISTRY = "registry";

    /** The warehouse's database. */
    public static final String WAREHOUSE = "warehouse";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;

    /**
     * Where to keep data and on which ports to listen.
     *
     * @param dataDir made if it is not there
     * @param kafkaPort 0 for a free one, as with the others
     */
    public record Options(Path dataDir, int kafkaPort, int postgresPort, int s3Port) {
        /** All ports free ones. */
        public static Options on(Path dataDir) {
            return new Options(dataDir, 0, 0, 0);
        }
    }

    private DevStack(Options options) {
        Path folder = options.dataDir().toAbsolutePath().normalize();
        parts.push(FolderLock.take(folder));
        try (ExecutorService starting = Executors.newFixedThreadPool(2)) {
            CompletableFuture<EmbeddedPostgres> sql =
                    CompletableFuture.supplyAsync(
                            () ->
                                    EmbeddedPostgres.start(
                                            folder.resolve("postgres"),
                                            options.postgresPort(),
                                            List.of(REGISTRY, WAREHOUSE)),
                            starting);
            CompletableFuture<EmbeddedS3> objects =
                    CompletableFuture.supplyAsync(
                            () -> EmbeddedS3.start(folder.resolve("s3"), options.s3Port()),
                            starting);
            CompletableFuture<EmbeddedKafka> log =
                    CompletableFuture.supplyAsync(
                            () -> EmbeddedKafka.start(folder.resolve("kafka"), options.kafkaPort()),
                            Runnable::run);
            postgres = keep(sql);
            s3 = keep(objects);
            kafka = keep(log);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private <T extends AutoCloseable> T keep(CompletableFuture<T> starting) {
        try {
            T started = starting.join();
            parts.push(started);
            return started;
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /**
     * Starts all three.
     *
     * @throws DataFolderInUse if another process has its stack there
     */
    public static DevStack start(Options options) {
        return new DevStack(options);
    }

    /** One stack for all tests of this JVM, on a temporary folder; closed when the JVM ends. */
    public static DevStack shared() {
        return Shared.STACK;
    }

    /** {@code host:port} of Kafka. */
    public String kafka() {
        return kafka.bootstrapServers();
    }

    public int postgresPort() {
        return postgres.port();
    }

    public String postgresUser() {
        return EmbeddedPostgres.USER;
    }

    public String postgresPassword() {
        return postgres.password();
    }

    /** Address of the registry's database, without user and password. */
    public String registryJdbc() {
        return postgres.jdbcUrl(REGISTRY);
    }

    /** Address of the warehouse's database, without user and password. */
    public String warehouseJdbc() {
        return postgres.jdbcUrl(WAREHOUSE);
    }

    public S3Endpoint s3() {
        return s3.endpoint();
    }

    /** Stops what was started, the last first; all of them, even if one fails. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                failure =
                        failure == null
                                ? new IllegalStateException(
                                        "the stack did not stop cleanly", failed)
                                : failure;
                failure.addSuppressed(failed);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static final class Shared {
        static final DevStack STACK = begin();

        private static DevStack begin() {
            try {
                Path folder = Files.createTempDirectory("sluice-test-");
                DevStack stack = start(Options.on(folder));
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(
                                        () -> {
                                            stack.close();
                                            TempFolder.delete(folder);
                                        }));
                return stack;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
