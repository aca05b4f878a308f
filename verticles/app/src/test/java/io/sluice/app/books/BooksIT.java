package io.sluice.app.books;

import static io.sluice.app.books.BooksRig.ask;
import static io.sluice.app.books.BooksRig.event;
import static io.sluice.app.books.BooksRig.events;
import static io.sluice.app.books.BooksRig.registry;
import static io.sluice.app.books.BooksRig.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.app.ChosenWarehouse;
import io.sluice.app.Role;
import io.sluice.kafka.Topics;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.storage.ObjectPage;
import io.sluice.warehouse.Warehouse;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Every kind of difference is made for real, and the books have to name it; and nothing else. */
class BooksIT {
    @Test
    void aHealthyLoadNeverShowsADifference() throws Exception {
        int requests = 150;
        CountDownLatch looks = new CountDownLatch(4);
        try (BooksRig rig = BooksRig.start("books-healthy");
                ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sent = sending.submit(() -> send(rig, requests, looks));
            while (!sent.isDone() || !rig.stages().settled()) {
                assertBalanced(rig.books());
                looks.countDown();
            }
            sent.get();
            assertThat(looks.getCount()).isZero();
            Books end = rig.books();
            assertBalanced(end);
            AppBooks books = end.apps().getFirst();
            assertThat(books.state()).isEqualTo("settled");
            assertThat(books.accepted()).isEqualTo(requests * 103L);
            assertThat(books.refused()).isEqualTo(requests);
            assertThat(books.loaded()).isEqualTo(requests * 102L);
            assertThat(books.duplicates()).isEqualTo(requests);
            assertThat(books.inFlight()).isZero();
            assertThat(books.alteredByRule())
                    .containsExactlyEntriesOf(
                            new TreeMap<>(Map.of("nul_removed", (long) requests)));
            assertThat(
                            ask(
                                    "SELECT count(*) FROM "
                                            + namespace("books-healthy")
                                            + "._sluice_alterations WHERE rule = 'nul_removed'"))
                    .isEqualTo(Integer.toString(requests));
            MeterRegistry gauges = rig.counted();
            assertThat(
                            gauges.get("sluice.books.events")
                                    .tags("app", rig.app, "what", "loaded")
                                    .gauge()
                                    .value())
                    .isEqualTo((double) books.loaded());
            assertThat(gauges.get("sluice.books.differences").tag("app", rig.app).gauge().value())
                    .isZero();
        }
    }

    private static String namespace(String app) {
        return Names.namespace(app);
    }

    /**
     * Requests of 104 lines: 100 events of ten tables, one altered, one sent twice, one broken. The
     * last request waits until the books have been read so often while others came.
     */
    private static boolean send(BooksRig rig, int requests, CountDownLatch looks) throws Exception {
        for (int request = 0; request < requests; request++) {
            String id =
                    event("ids", request)
                            .replace("\"body\"", "\"id\":\"" + request + "\",\"body\"");
            String[] lines = new String[104];
            for (int i = 0; i < 100; i++) {
                lines[i] = event("t" + i % 10, i);
            }
            lines[100] = event("t0", 1).replace("\"n\":1", "\"n\":1,\"text\":\"a\\u0000b\"");
            lines[101] = id;
            lines[102] = id;
            lines[103] = "no event";
            if (request == requests - 1) {
                looks.await();
            }
            rig.send(lines);
        }
        return true;
    }

    private static void assertBalanced(Books books) {
        assertThat(books.differences()).isEmpty();
        AppBooks app = books.apps().getFirst();
        assertThat(app.accepted())
                .as(app.toString())
                .isEqualTo(app.loaded() + app.duplicates() + app.dead() + app.inFlight());
    }

    @Test
    void namesTheTableAndTheUnitThatDoNotAddUp() throws Exception {
        try (BooksRig rig = BooksRig.start("books_tables")) {
            rig.send(events("gone", 0, 50));
            rig.send(events("twice", 0, 50));
            rig.settle();
            assertBalanced(rig.books());
            LoadUnit unit =
                    Sources.await(
                                    rig.installation
                                            .registry()
                                            .units(rig.app, UnitRecord.State.LOADED))
                            .getFirst()
                            .unit();
            String ofUnit = " WHERE unit_id = '" + unit.id() + "'";

            assertThat(warehouse("DELETE FROM books_tables._e_b__gone WHERE n = 7")).isEqualTo(1);
            warehouse(
                    "INSERT INTO books_tables._e_b__twice SELECT * FROM books_tables._e_b__twice"
                            + " WHERE n < 3");
            assertThat(rig.stillBooks().findings())
                    .extracting(Finding::stage, Finding::place)
                    .containsExactlyInAnyOrder(
                            tuple("warehouse", "table _e_b__gone"),
                            tuple("warehouse", "table _e_b__twice"));
            assertThat(rig.differences())
                    .anySatisfy(it -> assertThat(it).contains("_e_b__gone", "1 rows missing"))
                    .anySatisfy(it -> assertThat(it).contains("_e_b__twice", "3 rows too many"));
            warehouse(
                    "DELETE FROM books_tables._e_b__twice a USING books_tables._e_b__twice b"
                            + " WHERE a.ctid > b.ctid AND a.n = b.n");
            warehouse(
                    "INSERT INTO books_tables._e_b__gone SELECT * FROM books_tables._e_b__gone"
                            + " WHERE n = 8");
            assertThat(rig.differences()).isEmpty();

            String shard = shardOf(unit);
            warehouse("CREATE TABLE books_tables.kept AS SELECT * FROM " + shard + ofUnit);
            assertThat(warehouse("DELETE FROM " + shard + ofUnit)).isEqualTo(1);
            assertThat(rig.stillBooks().findings())
                    .extracting(Finding::place)
                    .contains("unit " + unit.id(), "ledger of " + unit.table());
            warehouse("INSERT INTO " + shard + " SELECT * FROM books_tables.kept");
            assertThat(rig.differences()).isEmpty();

            warehouse("INSERT INTO " + shard + " SELECT * FROM books_tables.kept");
            assertThat(rig.differences())
                    .anySatisfy(
                            it -> assertThat(it).contains(unit.id().toString(), "has it 2 times"));
            warehouse("DELETE FROM " + shard + ofUnit);
            warehouse("INSERT INTO " + shard + " SELECT * FROM books_tables.kept");

            registry("CREATE TABLE kept AS SELECT * FROM load_unit WHERE id = '" + unit.id() + "'");
            registry("DELETE FROM load_unit WHERE id = '" + unit.id() + "'");
            assertThat(rig.differences())
                    .anySatisfy(
                            it ->
                                    assertThat(it)
                                            .contains(
                                                    unit.id().toString(),
                                                    "the registry does not know it"))
                    .anySatisfy(it -> assertThat(it).contains("has published", "1 units missing"));
            registry("INSERT INTO load_unit SELECT * FROM kept");
            registry("DROP TABLE kept");
            assertBalanced(rig.books());

            if (ChosenWarehouse.isRedshift()) {
                // It has no CHECK; what its COPY refuses is WarehouseContract's.
                return;
            }
            warehouse("ALTER TABLE books_tables._e_b__gone ADD CHECK (n < 1000)");
            rig.send(events("gone", 998, 1003));
            rig.settle();
            Books refused = rig.stillBooks();
            assertBalanced(refused);
            assertThat(refused.apps().getFirst())
                    .satisfies(
                            it -> {
                                assertThat(it.dead()).isEqualTo(3);
                                assertThat(it.loaded()).isEqualTo(102);
                            });
            assertThat(warehouse("DELETE FROM books_tables._sluice_refused WHERE file_row = 3"))
                    .isEqualTo(1);
            assertThat(rig.differences())
                    .anySatisfy(it -> assertThat(it).contains("_e_b__gone", "2 are noted"));
        }
    }

    private static String shardOf(LoadUnit unit) {
        return "books_tables._sluice_ledger_" + Warehouse.ledgerShard(unit.table());
    }

    @Test
    void namesTheTopicThatLostRecordsAndNeverForgetsIt() throws Exception {
        String app = "books-topics";
        List<TopicPartition> events;
        List<TopicPartition> rows;
        try (BooksRig rig = BooksRig.without(app, Role.BATCHER)) {
            rig.send(events("rows", 0, 40));
            await().until(() -> rig.stages().events() == 40 && rig.stages().chunksBehind() == 0);
            Books waiting = rig.books();
            assertBalanced(waiting);
            assertThat(waiting.apps().getFirst().positions().rows()).isEqualTo(40);
            assertThat(waiting.warnings()).isEmpty();
            BooksRig.configure(Topics.rows(app), "retention.ms", "1500");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () ->
                                    assertThat(rig.stillBooks().warnings())
                                            .anySatisfy(
                                                    it ->
                                                            assertThat(it)
                                                                    .contains(
                                                                            "the batcher has not"
                                                                                    + " read",
                                                                            Topics.rows(app))));
            assertThat(
                            rig.counted()
                                    .get("sluice.books.retention.share")
                                    .tags("stage", "batcher", "topic", Topics.rows(app))
                                    .gauge()
                                    .value())
                    .isGreaterThan(0.5);
            BooksRig.configure(Topics.rows(app), "retention.ms", "-1");
            assertThat(rig.stillBooks().warnings()).isEmpty();
            BooksRig.configure(Topics.rows(app), "retention.bytes", "100");
            assertThat(rig.stillBooks().warnings()).hasSize(1);
            BooksRig.configure(Topics.rows(app), "retention.bytes", "-1");
            rows = rig.deleteRecords(Topics.rows(app));
            assertThat(rig.differences())
                    .singleElement()
                    .asString()
                    .contains("40 rows missing", rows.getFirst().toString(), "were gone");
        }
        try (BooksRig rig = BooksRig.without(app, Role.SQLIZER, Role.BATCHER)) {
            rig.send(events("events", 0, 10));
            rig.send(events("events", 10, 20));
            assertBalancedButFor(rig, "40 rows missing");
            events = rig.deleteRecords(Topics.events(app));
            assertThat(rig.differences())
                    .anySatisfy(
                            it ->
                                    assertThat(it)
                                            .contains(
                                                    "were gone before the sqlizer",
                                                    Topics.events(app)));
        }
        try (BooksRig rig = BooksRig.start(app)) {
            rig.send(events("rows", 40, 60));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(rig.stages().rowsLoaded()).isEqualTo(20));
            Books books = rig.stillBooks();
            assertThat(books.differences())
                    .anySatisfy(
                            it ->
                                    assertThat(it)
                                            .contains("chunks of", "their events are lost")
                                            .containsAnyOf(
                                                    events.stream()
                                                            .map(TopicPartition::toString)
                                                            .toArray(String[]::new)))
                    .anySatisfy(
                            it ->
                                    assertThat(it)
                                            .contains("40 rows missing", "offsets of", "were gone")
                                            .contains(rows.getFirst().toString()));
            assertThat(books.apps().getFirst().skipped()).isPositive();
        }
    }

    private static void assertBalancedButFor(BooksRig rig, String text) {
        assertThat(rig.differences()).singleElement().asString().contains(text);
    }

    @Test
    void countsRecordsThatAreNoUnitsForGood() throws Exception {
        long before;
        try (BooksRig rig = BooksRig.start("books-foreign")) {
            before = rig.stillBooks().malformed();
            BooksRig.publish(Topics.LOADS, "no unit");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> rig.stillBooks().malformed() == before + 1);
            assertBalanced(rig.stillBooks());
        }
        try (BooksRig again = BooksRig.start("books-foreign")) {
            assertThat(again.stillBooks().malformed()).isEqualTo(before + 1);
            assertThat(again.stillBooks().toJson()).contains("\"malformed_loads\":" + (before + 1));
        }
    }

    @Test
    void namesTheUnitThatIsNotLoadedAndWhy() throws Exception {
        String app = "books-units";
        try (BooksRig rig = BooksRig.without(app, Role.LOADER)) {
            rig.send(events("late", 0, 30));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> rig.books().apps().getFirst().positions().units() == 30);
            assertBalanced(rig.books());
            BooksSettings impatient =
                    new BooksSettings(
                            Duration.ZERO,
                            Duration.ofSeconds(30),
                            Duration.ofMillis(1),
                            50,
                            BooksSettings.Sweep.DEFAULT);
            Books late = rig.books(impatient);
            assertThat(late.oldestUnit()).isPositive();
            assertThat(late.differences())
                    .singleElement()
                    .asString()
                    .contains("30 rows", "no loader has read it");
            String file =
                    objects(rig).stream()
                            .filter(it -> it.endsWith(".zst"))
                            .findFirst()
                            .orElseThrow();
            Sources.await(
                    rig.installation
                            .sources()
                            .store()
                            .delete(rig.installation.sources().bucket(), file));
        }
        try (BooksRig rig = BooksRig.start(app)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(rig.stages().rowsParked()).isEqualTo(30));
            assertThat(rig.differences())
                    .anySatisfy(it -> assertThat(it).contains("was set aside", "30 rows", "zst"))
                    .anySatisfy(it -> assertThat(it).contains("is gone", "zst"))
                    .hasSize(2);
            AppBooks books = rig.books().apps().getFirst();
            assertThat(books.positions().parked()).isEqualTo(30);
            assertThat(books.inFlight()).isEqualTo(30);
        }
    }

    private static List<String> objects(BooksRig rig) {
        Sources sources = rig.installation.sources();
        return Sources.await(
                        sources.store().list(sources.bucket(), rig.app + "/", Optional.empty()))
                .objects()
                .stream()
                .map(ObjectPage.Entry::key)
                .toList();
    }
}
