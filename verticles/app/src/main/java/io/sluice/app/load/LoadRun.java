package io.sluice.app.load;

import io.sluice.app.Installation;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One run of {@code load} against an installation. Blocks; used once. */
public final class LoadRun {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** Without any progress for so long the run gives up, and says what it waits for. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Installation installation;
    private final String url;
    private final String writeKey;
    private final String app;

    /**
     * A run.
     *
     * @param url of the event-sink
     * @param writeKey of the app
     */
    public LoadRun(Installation installation, String url, String writeKey, String app) {
        this.installation = installation;
        this.url = url;
        this.writeKey = writeKey;
        this.app = app;
    }

    /**
     * Sends the files, waits until all of the app is loaded, and counts.
     *
     * @param salt empty, or anything new to load the same content once more
     */
    public LoadReport run(
            List<String> files,
            EnvelopeMap map,
            String salt,
            Optional<String> query,
            Progress progress)
            throws IOException, InterruptedException {
        KafkaSettings kafka = installation.settings().backends().kafka();
        TopicScan topics = new TopicScan(kafka, app);
        KnownRanges known = new KnownRanges();
        topics.chunks((header, record) -> RangeTag.parse(header.tag()).ifPresent(known::add));
        String reading = app + "\n" + map.spec() + "\n" + salt;
        try (GroupOffsets offsets = new GroupOffsets(kafka);
                Door door = new Door(url, writeKey, topics::chunk)) {
            Sending sending = new Sending(door, known, progress);
            watching(offsets, progress, () -> sending.files(files, reading, map));
            Stages end = settle(offsets, progress);
            double seconds = progress.seconds();
            progress.done();
            Warehouse warehouse = installation.warehouse();
            FileBooks books =
                    FileBooks.count(
                            topics,
                            installation.registry(),
                            warehouse,
                            app,
                            sending.tags(),
                            progress.tooLarge());
            List<StoredTable> tables = warehouse.tables(app);
            return answered(
                    new LoadReport(
                            app, books, seconds, tables, Optional.empty(), Optional.empty(), end),
                    query,
                    warehouse);
        }
    }

    /** A query that fails does not hide what was loaded. */
    private LoadReport answered(LoadReport report, Optional<String> query, Warehouse warehouse) {
        try {
            return query.map(sql -> report.with(warehouse.query(app, sql))).orElse(report);
        } catch (WarehouseException failed) {
            return report.withFailure(String.valueOf(failed.getMessage()));
        }
    }

    /** What may fail as sending may. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Does the work, and shows meanwhile how far the warehouse is. */
    private void watching(GroupOffsets offsets, Progress progress, Work work)
            throws IOException, InterruptedException {
        try (ScheduledExecutorService watcher =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("progress").factory())) {
            Future<?> looking =
                    watcher.scheduleWithFixedDelay(
                            () -> progress.show(stages(offsets)), 1, 1, TimeUnit.SECONDS);
            try {
                work.run();
                if (looking.isDone()) {
                    looking.get();
                }
            } catch (ExecutionException failed) {
                throw new IOException("progress cannot be read", failed.getCause());
            } finally {
                watcher.shutdownNow();
            }
        }
    }

    private Stages stages(GroupOffsets offsets) {
        return Stages.read(app, offsets, installation.registry(), installation.warehouse());
    }

    private Stages settle(GroupOffsets offsets, Progress progress) throws InterruptedException {
        Stages stages = stages(offsets);
        long movedAt = System.nanoTime();
        while (!stages.settled() && System.nanoTime() - movedAt < PATIENCE.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            Stages now = stages(offsets);
            if (!now.equals(stages)) {
                movedAt = System.nanoTime();
            }
            stages = now;
            progress.show(stages);
        }
        return stages;
    }
}
