package io.sluice.app;

import io.sluice.app.books.BooksSettings;
import io.sluice.batcher.BatcherSettings;
import io.sluice.batcher.archive.ArchiverSettings;
import io.sluice.console.AdminToken;
import io.sluice.console.ConsoleSettings;
import io.sluice.devstack.DevStack;
import io.sluice.devstack.S3Endpoint;
import io.sluice.devstack.TempFolder;
import io.sluice.franz.ConfiguredApp;
import io.sluice.franz.FranzSettings;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.SlotLock;
import io.sluice.loader.LoaderSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.rows.BatchCutter;
import io.sluice.runtime.ManagementSettings;
import io.sluice.runtime.Secret;
import io.sluice.schema.SchemaRules;
import io.sluice.sink.SinkSettings;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.standin.RedshiftStandin;
import io.sluice.storage.StorageSettings;
import io.sluice.warehouse.WarehouseSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * A whole installation with embedded backends in this JVM, on one data folder: what {@code dev} and
 * {@code load} run, and tests.
 */
public final class Embedded implements AutoCloseable {
    /**
     * A process that holds a broker too has a large heap, so that a sqlizer may take more at once.
     */
    private static final int MAX_POLL_RECORDS = 200;

    private static final int MAX_OPEN_BYTES = 64 << 20;

    private final DevStack stack;
    private final Deque<RedshiftStandin> parts = new ArrayDeque<>();
    private final Optional<RedshiftStandin> redshift;
    private final Installation installation;
    private final String writeKey;
    private final String adminToken;

    /**
     * What can be chosen.
     *
     * @param httpPort of the event-sink, 0 for a free one
     * @param app made with its topics; its write key is kept in the data folder
     * @param temporary whether the data folder is deleted at the end
     * @param books when the books are counted unasked
     * @param warehouse a folder keeps the one that it began with
     * @param archived the apps whose raw events are archived
     */
    public record Options(
            Path dataDir,
            int httpPort,
            String app,
            boolean temporary,
            BooksSettings books,
            WarehouseChoice warehouse,
            List<String> archived) {}

    private Embedded(Options options) {
        options.warehouse().keep(options.dataDir());
        stack = DevStack.start(DevStack.Options.on(options.dataDir()));
        try {
            redshift = redshift(stack, options.warehouse());
            redshift.ifPresent(it -> parts.push(it));
            // Left by a process that was killed.
            Addresses.remove(options.dataDir());
            writeKey = SecretFile.writeKey(options.dataDir(), options.app());
            adminToken = SecretFile.adminToken(options.dataDir());
            installation =
                    Installation.start(
                            settings(backends(stack, redshift), options, writeKey, adminToken),
                            EnumSet.allOf(Role.class));
            installation.closeLast("embedded stack", () -> stop(options));
        } catch (RuntimeException | Error failed) {
            stop(options);
            throw failed;
        }
    }

    private void stop(Options options) {
        Addresses.remove(options.dataDir());
        parts.forEach(RedshiftStandin::close);
        stack.close();
        if (options.temporary()) {
            TempFolder.delete(options.dataDir());
        }
    }

    /**
     * Starts everything.
     *
     * @throws io.sluice.devstack.DataFolderInUse if another process works on the folder
     */
    public static Embedded start(Options options) {
        return new Embedded(options);
    }

    /** The backends on a folder and access to them, without any service: nothing moves. */
    static Installation backends(Path folder) {
        DevStack stack = DevStack.start(DevStack.Options.on(folder));
        try {
            Addresses.remove(folder);
            Optional<RedshiftStandin> redshift = redshift(stack, WarehouseChoice.of(folder));
            Installation access =
                    Installation.start(
                            joining(backends(stack, redshift)), EnumSet.noneOf(Role.class));
            access.closeLast("embedded stack", stack);
            redshift.ifPresent(it -> access.closeLast("stand-in", it));
            access.drainAtExit();
            return access;
        } catch (RuntimeException | Error failed) {
            stack.close();
            throw failed;
        }
    }

    private static Optional<RedshiftStandin> redshift(DevStack stack, WarehouseChoice choice) {
        return switch (choice) {
            case POSTGRESQL -> Optional.empty();
            case REDSHIFT -> Optional.of(EmbeddedRedshift.start(stack, 0));
        };
    }

    private static InstallationSettings settings(
            Backends backends, Options options, String writeKey, String adminToken) {
        // Backends and all roles share the cores: half of them for each busy role is plenty.
        int instances = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new InstallationSettings(
                // One process uses a data folder, so its slots can be the folder's own.
                options.dataDir().resolve("slots"),
                "embedded",
                ManagementSettings.LOCAL,
                backends,
                SinkSettings.defaults().withPort(options.httpPort()),
                SqlizerSettings.of(instances)
                        .with(MAX_POLL_RECORDS, MAX_OPEN_BYTES)
                        .with(rules(backends)),
                BatcherSettings.DEFAULT
                        .with(instances)
                        .with(limits())
                        .with(archive(options.archived())),
                LoaderSettings.DEFAULT,
                FranzSettings.embedded(
                        List.of(new ConfiguredApp(options.app(), new Secret(writeKey)))),
                options.books(),
                ConsoleSettings.local(AdminToken.of(adminToken).orElseThrow()));
    }

    private static SchemaRules rules(Backends backends) {
        return SchemaRules.keptByPostgres(backends.warehouse().kind().fit());
    }

    /** Settings of a process without roles, that works with an installation of another process. */
    static InstallationSettings joining(Backends backends) {
        return joining(backends, SqlizerSettings.of(1).with(rules(backends)));
    }

    /** {@link #joining(Backends)} with the settings that the installation's sqlizers have. */
    static InstallationSettings joining(Backends backends, SqlizerSettings sqlizer) {
        return new InstallationSettings(
                SlotLock.defaultFolder(),
                "joined",
                ManagementSettings.LOCAL,
                backends,
                SinkSettings.defaults(),
                sqlizer,
                BatcherSettings.DEFAULT,
                LoaderSettings.DEFAULT,
                FranzSettings.DEFAULT,
                BooksSettings.DEFAULT,
                ConsoleSettings.local(AdminToken.random()));
    }

    /** Addresses and credentials of an embedded stack, with PostgreSQL as the warehouse. */
    public static Backends backends(DevStack stack) {
        return backends(stack, Optional.empty());
    }

    static Backends backends(DevStack stack, Optional<RedshiftStandin> redshift) {
        S3Endpoint s3 = stack.s3();
        return new Backends(
                KafkaSettings.of(stack.kafka()),
                RegistrySettings.of(
                        stack.registryJdbc(), stack.postgresUser(), stack.postgresPassword()),
                new StorageSettings(
                        Optional.of(s3.uri()),
                        s3.region(),
                        s3.bucket(),
                        Optional.of(
                                new StorageSettings.Credentials(s3.accessKey(), s3.secretKey())),
                        StorageSettings.Limits.DEFAULT),
                redshift.map(RedshiftStandin::jdbcUrl)
                        .map(
                                url ->
                                        EmbeddedRedshift.settings(
                                                url,
                                                stack.postgresUser(),
                                                stack.postgresPassword()))
                        .orElseGet(
                                () ->
                                        WarehouseSettings.of(
                                                stack.warehouseJdbc(),
                                                stack.postgresUser(),
                                                stack.postgresPassword())));
    }

    /** Small ages: somebody waits for the rows. */
    private static BatchCutter.Limits limits() {
        BatchCutter.Limits usual = BatcherSettings.DEFAULT.limits();
        return new BatchCutter.Limits(
                usual.maxBytes(),
                usual.maxRows(),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                usual.maxTables());
    }

    private static ArchiverSettings archive(List<String> apps) {
        ArchiverSettings.Limits usual = ArchiverSettings.OFF.limits();
        return ArchiverSettings.OFF
                .of(apps)
                .with(
                        new ArchiverSettings.Limits(
                                usual.maxBytes(), Duration.ofSeconds(10), usual.maxPartitions()));
    }

    public Installation installation() {
        return installation;
    }

    public DevStack stack() {
        return stack;
    }

    /** The warehouse, without user and password. */
    public String warehouseJdbc() {
        return redshift.map(RedshiftStandin::jdbcUrl).orElseGet(stack::warehouseJdbc);
    }

    /** A key that opens the app's door. */
    public String writeKey() {
        return writeKey;
    }

    /** What opens the admin API. */
    public String adminToken() {
        return adminToken;
    }

    /** Address of the admin API. */
    public String consoleUrl() {
        return "http://127.0.0.1:" + installation.consolePort();
    }

    /** Address of the event-sink. */
    public String httpUrl() {
        return "http://127.0.0.1:" + installation.httpPort();
    }

    /** Drains, then stops the backends. */
    @Override
    public void close() {
        installation.close();
    }
}
