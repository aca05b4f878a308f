package io.sluice.devstack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Kafka, PostgreSQL and S3 together on one data folder, which only one process may use at a time.
 * What was written is there again after a restart, also after {@code kill -9}. All of them listen
 * on the loopback interface only. Getters may be called from any thread; start and close from one.
 */
public final class DevStack implements AutoCloseable {
    /** The registry's database. */
    public static final String REGISTRY = "registry";

    /** The warehouse's database. */
    public static final String WAREHOUSE = "warehouse";

    private static final Logger log = LoggerFactory.getLogger(DevStack.class);

    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;

    /**
     * Where to keep data and on which ports to listen.
     *
     * @param dataDir made if it is not there
     * @param kafkaPort 0 for a free one, as with the others
     * @param kafkaSettings broker settings by Kafka's names, over ours
     */
    public record Options(
            Path dataDir,
            int kafkaPort,
            int postgresPort,
            int s3Port,
            Map<String, String> kafkaSettings) {
        public Options {
            kafkaSettings = Map.copyOf(kafkaSettings);
        }

        public Options(Path dataDir, int kafkaPort, int postgresPort, int s3Port) {
            this(dataDir, kafkaPort, postgresPort, s3Port, Map.of());
        }

        /** All ports free ones. */
        public static Options on(Path dataDir) {
            return new Options(dataDir, 0, 0, 0);
        }
    }

    private DevStack(Options options) {
        Path folder = options.dataDir().toAbsolutePath().normalize();
        parts.push(FolderLock.take(folder));
        // Leaving it waits for all three, also if one fails: what has started must be stopped.
        try (ExecutorService starting = Executors.newFixedThreadPool(2)) {
            CompletableFuture<EmbeddedPostgres> sql =
                    CompletableFuture.supplyAsync(
                            () ->
                                    keep(
                                            EmbeddedPostgres.start(
                                                    folder.resolve("postgres"),
                                                    options.postgresPort(),
                                                    List.of(REGISTRY, WAREHOUSE))),
                            starting);
            CompletableFuture<EmbeddedS3> objects =
                    CompletableFuture.supplyAsync(
                            () -> keep(EmbeddedS3.start(folder.resolve("s3"), options.s3Port())),
                            starting);
            kafka =
                    keep(
                            EmbeddedKafka.start(
                                    folder.resolve("kafka"),
                                    options.kafkaPort(),
                                    options.kafkaSettings()));
            postgres = result(sql);
            s3 = result(objects);
        } catch (RuntimeException failed) {
            stopAfter(failed);
            throw failed;
        }
    }

    private <T extends AutoCloseable> T keep(T started) {
        parts.push(started);
        return started;
    }

    private static <T> T result(CompletableFuture<T> starting) {
        try {
            return starting.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private void stopAfter(RuntimeException failed) {
        try {
            close();
        } catch (RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /**
     * Starts all three, side by side, and returns when they answer: about 2 seconds.
     *
     * @throws DataFolderInUse if another process has its stack there
     */
    public static DevStack start(Options options) {
        long before = System.nanoTime();
        DevStack started = new DevStack(options);
        log.atDebug()
                .addKeyValue("dataDir", options.dataDir())
                .addKeyValue("addresses", started.addresses())
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                .log("embedded stack is up");
        return started;
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

    /**
     * Address of the registry's database for drivers that take the password in it, as {@code
     * postgresql://user:password@host:port/database}. Not for logs.
     */
    public String registryUri() {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        postgresUser(), postgresPassword(), Ports.HOST, postgresPort(), REGISTRY);
    }

    /** Address of the registry's database, without user and password. */
    public String registryJdbc() {
        return postgres.jdbcUrl(REGISTRY);
    }

    /** Address of the warehouse's database, without user and password. */
    public String warehouseJdbc() {
        return postgres.jdbcUrl(WAREHOUSE);
    }

    /** Makes another database if it is not there: letters, digits, {@code _}. */
    public void ensureDatabase(String name) {
        postgres.ensureDatabase(name);
    }

    public S3Endpoint s3() {
        return s3.endpoint();
    }

    /** All addresses at once; secrets only by their getters. */
    public Addresses addresses() {
        return new Addresses(kafka(), registryJdbc(), warehouseJdbc(), s3().uri());
    }

    /**
     * Where the parts of a running stack listen.
     *
     * @param kafka {@code host:port}
     * @param registryJdbc without user and password, as {@code warehouseJdbc}
     */
    public record Addresses(String kafka, String registryJdbc, String warehouseJdbc, URI s3) {}

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
