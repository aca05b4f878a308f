package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.books.AppBooks;
import io.sluice.warehouse.StoredTable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Generated events and naughty texts, of many kinds at once and from many senders, through the
 * whole system; with two oracles that are not ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddEventsIT {
    private static final String ODD = "odd";
    private static final String NAUGHTY = "naughty";
    private static final int EVENTS = Integer.getInteger("sluice.odd.events", 6_000);
    private static final int KINDS = 24;
    private static final int SENDERS = 4;
    private static final long SEED = Long.getLong("sluice.odd.seed", 2015);

    @TempDir private Path folder;
    private Rig rig;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        rig =
                Rig.start(
                        ChosenWarehouse.rules(),
                        ODD,
                        NAUGHTY,
                        "a-b",
                        "a_b",
                        "public",
                        "pg-x",
                        "information_schema");
    }

    @AfterAll
    void close() {
        if (rig != null) {
            rig.close();
        }
    }

    @Test
    void everyLeafOfGeneratedEventsIsFoundAgain() throws Exception {
        List<String> events = new OddEvents(SEED).events(EVENTS, KINDS);
        Collections.shuffle(events, new Random(SEED));
        prove(ODD, events);
    }

    @Test
    void naughtyTextsAreValuesKeysAndNames() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> texts = NaughtyTexts.all();
        for (int i = 0; i < texts.size(); i++) {
            String text = OddEvents.text(texts.get(i));
            String other = OddEvents.text(texts.get(texts.size() - 1 - i));
            events.add(event("\"n\"", "\"values\"", "{\"v\":" + text + ",\"w\":" + other + "}"));
            events.add(event("\"n\"", "\"lists\"", "{\"v\":[" + text + ",{" + text + ":1}]}"));
            events.add(event("\"n\"", "\"keys\"", "{" + text + ":" + other + "}"));
            events.add(event("\"n\"", "\"deep keys\"", "{\"a\":{" + text + ":" + i + "}}"));
            events.add(event(text, other, "{" + text + ":" + text + "}"));
        }
        prove(NAUGHTY, events);
    }

    /** Names of apps that one namespace could not tell apart, and that the warehouse has itself. */
    @ParameterizedTest
    @ValueSource(strings = {"a-b", "a_b", "public", "pg-x", "information_schema"})
    void eachAppHasItsOwnTables(String app) throws Exception {
        prove(app, IntStream.range(0, 5).mapToObj(i -> event("\"e\"", "\"n\"", "{}")).toList());
    }

    private static String event(String entype, String evname, String body) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":%s,\"evname\":%s,\"body\":%s}"
                .formatted(entype, evname, body);
    }

    private void prove(String app, List<String> events) throws Exception {
        send(app, events);
        rig.settle(app);
        AppProof proof = AppProof.of(rig, app);
        AppBooks books = rig.books(app);
        assertThat(books.refused()).isZero();
        assertThat(books.dead()).isZero();
        assertThat(books.accepted()).isEqualTo(events.size());
        assertThat(books.loaded()).isEqualTo(proof.rows());
        assertThat(books.loaded() + books.duplicates()).isEqualTo(events.size());
        assertThat(books.altered()).isEqualTo(proof.altered());
        oracles(app, proof, books);
    }

    private void oracles(String app, AppProof proof, AppBooks books)
            throws SQLException, IOException {
        List<StoredTable> tables = proof.tables();
        long agreeing = JsonOracle.agreeing(rig, app, tables);
        DuckDbOracle.Agreed duck = DuckDbOracle.agreed(rig, app, tables, folder);
        assertThat(duck.rows()).isEqualTo(proof.rows());
        assertThat(duck.others()).isEqualTo(books.duplicates());
        System.out.printf(
                "%s: %d events, %d tables, %d leaves found, %d altered, %d duplicates; PostgreSQL's"
                        + " JSON agrees on %d values, DuckDB on %d%n",
                app,
                books.accepted(),
                tables.size(),
                proof.leaves(),
                proof.altered(),
                books.duplicates(),
                agreeing,
                duck.values());
    }

    private void send(String app, List<String> events) throws Exception {
        List<Future<Json.Obj>> answers = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (int from = 0; from < events.size(); from += 150) {
                List<String> some = events.subList(from, Math.min(events.size(), from + 150));
                answers.add(senders.submit(() -> rig.send(app, some)));
            }
        }
        for (Future<Json.Obj> answer : answers) {
            assertThat(((Json.Array) answer.get().get("errors").orElseThrow()).elements())
                    .isEmpty();
        }
    }
}
