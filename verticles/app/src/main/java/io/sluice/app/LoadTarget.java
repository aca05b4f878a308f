package io.sluice.app;

import io.sluice.app.books.BooksSettings;
import io.sluice.devstack.DataFolderInUse;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.sluice.registry.WriteKeyHash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code load} loads into: an installation started for it, or one that {@code dev} runs on the
 * same data folder.
 *
 * @param installation gives access to the backends; has no roles where another process runs them
 * @param url of the event-sink
 * @param writeKey of the app
 */
record LoadTarget(Installation installation, String url, String writeKey) implements AutoCloseable {
    private static final Duration UNDER_WAY = Duration.ofSeconds(1);
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(30);

    /**
     * Starts everything on the folder, or joins what runs there.
     *
     * @param warehouse of a folder that is new
     * @param temporary whether the folder is deleted at the end
     * @throws DataFolderInUse if a process works there that cannot be joined, such as another load
     */
    static LoadTarget open(Path folder, String app, boolean temporary, WarehouseChoice warehouse)
            throws InterruptedException {
        try {
            Embedded embedded =
                    Embedded.start(
                            new Embedded.Options(
                                    folder,
                                    0,
                                    app,
                                    temporary,
                                    BooksSettings.OFF,
                                    warehouse,
                                    List.of()));
            embedded.installation().drainAtExit();
            return new LoadTarget(embedded.installation(), embedded.httpUrl(), embedded.writeKey());
        } catch (DataFolderInUse inUse) {
            Addresses running = Addresses.find(folder).orElseThrow(() -> inUse);
            return join(folder, app, running);
        }
    }

    private static LoadTarget join(Path folder, String app, Addresses running)
            throws InterruptedException {
        InstallationSettings settings = Embedded.joining(running.backends());
        Installation client = Installation.start(settings, EnumSet.noneOf(Role.class));
        client.drainAtExit();
        try {
            String writeKey = SecretFile.writeKey(folder, app);
            Registry registry = client.registry();
            registry.ensureApp(app)
                    .compose(made -> registry.ensureWriteKey(app, WriteKeyHash.of(writeKey)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            awaitTopics(settings, app);
            // What a killed client had sent may still be on its way to Kafka; then we would not see
            // it.
            TimeUnit.MILLISECONDS.sleep(UNDER_WAY.toMillis());
            return new LoadTarget(client, running.http(), writeKey);
        } catch (RuntimeException | InterruptedException failed) {
            client.close();
            throw failed;
        }
    }

    /** The other process's franz sees a new app within seconds. */
    private static void awaitTopics(InstallationSettings settings, String app)
            throws InterruptedException {
        List<String> topics = List.of(Topics.events(app), Topics.dead(app));
        long end = System.nanoTime() + TOPICS_LIMIT.toNanos();
        try (GroupOffsets kafka = new GroupOffsets(settings.backends().kafka())) {
            while (topics.stream().anyMatch(it -> kafka.partitions(List.of(it)).isEmpty())) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "the running process has not made the topics of app " + app);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @Override
    public void close() {
        installation.close();
    }
}
