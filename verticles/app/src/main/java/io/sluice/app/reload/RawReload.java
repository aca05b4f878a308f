package io.sluice.app.reload;

import io.sluice.app.books.Sources;
import io.sluice.archive.OffsetRanges;
import io.sluice.archive.RawRecord;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.Topics;
import io.sluice.loader.RegistryVersions;
import io.sluice.rows.ChunkOrigin;
import io.sluice.schema.TableSchema;
import io.sluice.sqlizer.RowsOfTable;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.warehouse.Reloaded;
import io.sluice.warehouse.RowsAgain;
import io.sluice.warehouse.TimeRange;
import io.sluice.warehouse.WarehouseException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Rebuilds a table from raw events. The rows are made again before anything is locked, as files
 * beside the table's batches; then they replace the old ones in one transaction. The version is the
 * one that the table has: every row that was ever loaded fits it. Blocks.
 *
 * @param settings those of the sqlizers, of which rows depend
 * @param table at any version
 * @param patience how long to wait for rows that are on their way
 * @param progress told of the records read, now and then
 */
public record RawReload(
        Sources sources,
        SqlizerSettings settings,
        TableSchema table,
        Duration patience,
        LongConsumer progress) {
    private static final long TELL_EVERY = 10_000;

    /** Where events are read from. */
    public enum From {
        /** Their topic, while it keeps them. */
        EVENTS,
        /** The archive; from the topic what is not archived yet. */
        ARCHIVE
    }

    /**
     * Waits until what was read is loaded, reads, replaces.
     *
     * @throws WarehouseException if the source does not give the rows that the ledger counts;
     *     nothing has changed then
     */
    public Reloaded run(From from, TimeRange range) throws IOException, InterruptedException {
        RegistryVersions versions = new RegistryVersions(sources.registry());
        TableSchema written =
                versions.version(
                        table.table(),
                        sources.warehouse()
                                .version(table.app(), table.table())
                                .orElseThrow(
                                        () ->
                                                refused(
                                                        "nothing of table "
                                                                + table.name()
                                                                + " was loaded")));
        Map<Integer, Long> cut = new Cut(sources.kafka(), versions, written, patience).await();
        RowsOfTable rows =
                new RowsOfTable(written, versions.tables(table.app()), sources.kafka(), settings);
        // What is below the cut was loaded or refused by now.
        RefusedEvents refused =
                new RefusedEvents(sources.warehouse().refusedOrigins(table.app(), table.table()));
        try (RowFiles files = new RowFiles(sources.store(), sources.bucket(), written)) {
            long[] records = {0};
            OffsetRanges read =
                    source(from)
                            .read(
                                    cut,
                                    raw -> {
                                        byte[] lines = rows.lines(raw.record(), origin(raw));
                                        RefusedEvents.Rows kept =
                                                refused.without(
                                                        new RefusedEvents.Rows(lines, rows.rows()),
                                                        origin(raw));
                                        files.add(kept.lines(), kept.count());
                                        if (++records[0] % TELL_EVERY == 0) {
                                            progress.accept(records[0]);
                                        }
                                    });
            progress.accept(records[0]);
            List<RowsAgain.Stretch> places = places(cut, read);
            if (places.isEmpty()) {
                throw refused("no event of app " + table.app() + " is there");
            }
            RowsAgain again = new RowsAgain(files.end(), places);
            return sources.warehouse()
                    .reload(table.app(), table.table(), range, versions, again, (n, of) -> {});
        }
    }

    private RawSource source(From from) {
        TopicSource topic = new TopicSource(sources.kafka(), table.app());
        return switch (from) {
            case EVENTS -> topic;
            case ARCHIVE -> {
                try (GroupOffsets kafka = new GroupOffsets(sources.kafka())) {
                    yield new ArchiveSource(
                            sources.store(),
                            sources.bucket(),
                            table.app(),
                            kafka.clusterId(),
                            topic);
                }
            }
        };
    }

    private static ChunkOrigin origin(RawRecord raw) {
        return new ChunkOrigin(
                raw.record().receivedMicros(), raw.topic(), raw.partition(), raw.offset());
    }

    private List<RowsAgain.Stretch> places(Map<Integer, Long> cut, OffsetRanges read) {
        List<RowsAgain.Stretch> places = new ArrayList<>();
        cut.forEach(
                (partition, to) ->
                        read.within(partition, new OffsetRanges.Range(0, to))
                                .forEach(
                                        it ->
                                                places.add(
                                                        new RowsAgain.Stretch(
                                                                Topics.events(table.app()),
                                                                partition,
                                                                it.from(),
                                                                it.to()))));
        return places;
    }

    private static WarehouseException refused(String reason) {
        return new WarehouseException(WarehouseException.Kind.REFUSED, reason);
    }
}
