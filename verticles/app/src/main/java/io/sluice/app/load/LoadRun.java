package io.sluice.app.load;

import io.sluice.app.Installation;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.Warehouse;
import io.sluice.warehouse.WarehouseException;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One run of {@code load} against an installation. Blocks; used once. */
public final class LoadRun {
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
                Door door =
                        new Door(
                                installation.vertx(),
                                url,
                                writeKey,
                                Sending.CONCURRENCY,
                                topics::chunk)) {
            Sending sending = new Sending(door, known, progress);
            Watch watch = new Watch(installation, app, offsets, progress);
            watch.during(() -> sending.files(files, reading, map));
            Stages end = watch.settle();
            double seconds = progress.seconds();
            progress.done();
            Warehouse warehouse = installation.warehouse();
            List<StoredTable> tables = warehouse.tables(app);
            FileBooks books =
                    FileBooks.count(
                            topics,
                            installation.registry(),
                            warehouse,
                            app,
                            tables,
                            sending.tags(),
                            progress.tooLarge());
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
}
