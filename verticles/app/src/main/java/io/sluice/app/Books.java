package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.FileBooks;
import io.sluice.app.load.Stages;
import io.sluice.app.load.TopicScan;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;
import io.sluice.registry.Registry;
import io.sluice.registry.UnitRecord;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.warehouse.LedgerSums;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.Warehouse;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The books of all apps: {@code received = refused + accepted} and {@code accepted = loaded +
 * duplicates + dead + in flight}. Accepted is counted on the events topics, loaded and duplicates
 * in the ledger, dead and in flight from the counters that the stages commit with their offsets.
 */
public record Books(List<AppBooks> apps, List<String> differences) {

    /**
     * The books of one app.
     *
     * @param inFlight events in chunks not yet read, and rows not yet in the ledger
     * @param parked of them, rows in units that were set aside
     */
    public record AppBooks(
            String app,
            long refused,
            long accepted,
            long loaded,
            long duplicates,
            long dead,
            long inFlight,
            long parked,
            long altered,
            String state) {
        boolean balanced() {
            return accepted == loaded + duplicates + dead + inFlight;
        }
    }

    /** Counts. Blocks; reads the events topics from beginning to end. */
    public static Books read(Installation installation) {
        KafkaSettings kafka = installation.settings().backends().kafka();
        Registry registry = installation.registry();
        List<AppBooks> all = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        try (GroupOffsets offsets = new GroupOffsets(kafka)) {
            for (String app : registry.apps().toCompletionStage().toCompletableFuture().join()) {
                AppBooks books = read(app, kafka, offsets, registry, installation.warehouse());
                all.add(books);
                if (!books.balanced()) {
                    differences.add(
                            "%s: accepted %d, accounted for %d"
                                    .formatted(
                                            app,
                                            books.accepted(),
                                            books.loaded()
                                                    + books.duplicates()
                                                    + books.dead()
                                                    + books.inFlight()));
                }
                for (UnitRecord unit :
                        registry.units(app, UnitRecord.State.PARKED)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join()) {
                    differences.add(
                            "%s: load unit %s of table %s, %d rows, set aside at %s: %s"
                                    .formatted(
                                            app,
                                            unit.unit().id(),
                                            unit.unit().table(),
                                            unit.unit().rows(),
                                            unit.changedAt(),
                                            unit.reason()));
                }
            }
        }
        return new Books(all, differences);
    }

    /**
     * Reads from the end of the pipeline to its beginning, so that no number is ahead of one that
     * it rests on.
     */
    private static AppBooks read(
            String app,
            KafkaSettings kafka,
            GroupOffsets offsets,
            Registry registry,
            Warehouse warehouse) {
        LedgerSums ledger = warehouse.ledgerSums(app);
        long loadedAlterations = loadedAlterations(warehouse, app);
        Map<TopicPartition, OffsetAndMetadata> committed = offsets.committed(SqlizerVerticle.GROUP);
        OffsetCounters sqlizer = Stages.counters(committed, Topics.events(app));
        TopicScan topics = new TopicScan(kafka, app);
        boolean[] whole = {true};
        long[] counted = {0, 0};
        offsets.begins(offsets.partitions(List.of(Topics.events(app))))
                .forEach((partition, begin) -> whole[0] &= begin == 0);
        topics.records((record, events) -> counted[isRead(record, committed) ? 0 : 1] += events);
        // Where old chunks were deleted, only the sqlizer still knows how many there were.
        long read = whole[0] ? counted[0] : sqlizer.get("events");
        long unloaded = sqlizer.get("rows") - (ledger.rows() - loadedAlterations);
        Stages stages = Stages.read(app, offsets, registry, warehouse);
        return new AppBooks(
                app,
                refused(topics),
                read + counted[1],
                ledger.loaded() - loadedAlterations,
                ledger.duplicates(),
                sqlizer.get("dead"),
                counted[1] + unloaded,
                stages.rowsParked(),
                sqlizer.get("altered"),
                stages.settled() ? "settled" : "waits for " + stages.waitsFor());
    }

    private static boolean isRead(
            ConsumerRecord<byte[], byte[]> record,
            Map<TopicPartition, OffsetAndMetadata> committed) {
        OffsetAndMetadata offset =
                committed.get(new TopicPartition(record.topic(), record.partition()));
        return offset != null && record.offset() < offset.offset();
    }

    private static long refused(TopicScan topics) {
        Set<Object> refused = new HashSet<>();
        topics.deadLetters(
                letter -> {
                    if (letter.refusedAtTheDoor()) {
                        // A repeated request of the same tag left the same letters twice.
                        refused.add(
                                letter.tag().isEmpty()
                                        ? new Object()
                                        : List.of(letter.tag(), letter.origin().position()));
                    }
                });
        return refused.size();
    }

    private static long loadedAlterations(Warehouse warehouse, String app) {
        return warehouse.tables(app).stream()
                .filter(table -> table.name().equals(FileBooks.ALTERATIONS))
                .mapToLong(StoredTable::rows)
                .sum();
    }

    /** Every app's identity holds, and nothing was set aside. */
    public boolean balanced() {
        return differences.isEmpty();
    }

    /** One line of JSON. */
    public String toJson() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("balanced", balanced());
        ArrayNode list = root.putArray("apps");
        for (AppBooks books : apps) {
            ObjectNode node = list.addObject();
            node.put("app", books.app());
            node.put("received", books.refused() + books.accepted());
            node.put("refused", books.refused());
            node.put("accepted", books.accepted());
            node.put("loaded", books.loaded());
            node.put("duplicates", books.duplicates());
            node.put("dead", books.dead());
            node.put("in_flight", books.inFlight());
            node.put("parked", books.parked());
            node.put("altered", books.altered());
            node.put("state", books.state());
        }
        ArrayNode lines = root.putArray("differences");
        differences.forEach(lines::add);
        return root.toString();
    }
}
