package io.sluice.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.Stages;
import io.sluice.app.load.TopicScan;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.Registry;
import io.sluice.registry.UnitRecord;
import io.sluice.warehouse.LedgerSums;
import io.sluice.warehouse.Warehouse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    private static AppBooks read(
            String app,
            KafkaSettings kafka,
            GroupOffsets offsets,
            Registry registry,
            Warehouse warehouse) {
        TopicScan topics = new TopicScan(kafka, app);
        long[] accepted = {0};
        topics.chunks((header, record) -> accepted[0] += header.count());
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
        Stages stages = Stages.read(app, offsets, registry, warehouse);
        LedgerSums ledger = warehouse.ledgerSums(app);
        long unread = accepted[0] - stages.events();
        long unloaded = stages.rowsOut() - ledger.rows();
        return new AppBooks(
                app,
                refused.size(),
                accepted[0],
                ledger.loaded() - loadedAlterations(warehouse, app),
                ledger.duplicates(),
                stages.dead(),
                unread + unloaded,
                stages.rowsParked(),
                stages.altered(),
                stages.settled() ? "settled" : "waits for " + stages.waitsFor());
    }

    private static long loadedAlterations(Warehouse warehouse, String app) {
        return warehouse.tables(app).stream()
                .filter(table -> table.name().equals("_sluice_alterations"))
                .mapToLong(io.sluice.warehouse.StoredTable::rows)
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
