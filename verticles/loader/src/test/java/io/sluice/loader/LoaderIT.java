package io.sluice.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DeadLetter;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.registry.UnitRecord.State;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

class LoaderIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private TestLoads loads;

    @BeforeEach
    void begin() throws Exception {
        loads = new TestLoads();
    }

    @AfterEach
    void end() throws Exception {
        loads.close();
    }

    @Test
    void loadsMarksCommitsAndSkipsWhatItReadsAgain() throws Exception {
        List<TableSchema> tables = new ArrayList<>();
        List<LoadUnit> units = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            TableSchema table = loads.table("x" + i);
            tables.add(table);
            IntStream.range(0, 5).forEach(n -> units.add(loads.unit(table, 10)));
        }
        loads.publish(units);
        String running = loads.start("loader-test-0", 2);
        untilDone(units.size());
        tables.forEach(table -> assertThat(loads.counts(table)).containsExactly(50L, 50L));
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        loads.stop(running);

        loads.rewind();
        running = loads.start("loader-test-0", 1);
        LoadUnit last = loads.unit(tables.getFirst(), 10);
        loads.publish(List.of(last));
        untilDone(units.size() + 1);
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(loads.counts(tables.getFirst())).containsExactly(60L, 60L);
        assertThat(loads.counts(tables.getLast())).containsExactly(50L, 50L);
        assertThat(loads.warehouse.ledgerSums(loads.app).loaded()).isEqualTo(310);
        loads.stop(running);
    }

    @Test
    void parksTheBadUnitAloneAndGoesOn() throws Exception {
        TableSchema good = loads.table("good");
        TableSchema bad = loads.table("bad");
        TableSchema altered = loads.table("altered");
        LoadUnit first = loads.unit(altered, 1);
        loads.warehouse.load(List.of(first), new RegistryVersions(loads.registry));
        TestLoads.sql(
                "ALTER TABLE \"%s\".\"%s\" ALTER n TYPE text".formatted(loads.app, altered.name()));

        List<LoadUnit> units = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            units.add(loads.unit(good, 3));
            units.add(
                    i == 7
                            ? loads.unit(bad, 1, "no row at all\n")
                            : i == 8 ? misprinted(bad) : loads.unit(bad, 3));
        }
        LoadUnit refused = loads.unit(altered, 1);
        units.add(refused);
        loads.publish(units);
        loads.publishRaw("{\"no\":\"unit\"}".getBytes(UTF_8));
        String running = loads.start("loader-test-0", 1);

        untilDone(39);
        await().atMost(LIMIT).until(() -> loads.units(State.PARKED).size() == 2);
        assertThat(loads.counts(good)).containsExactly(60L, 60L);
        assertThat(loads.counts(bad)).containsExactly(54L, 54L);
        assertThat(loads.units(State.PARKED))
                .anySatisfy(
                        it -> {
                            assertThat(it.unit().id()).isEqualTo(refused.id());
                            assertThat(it.reason()).contains("column n").contains("text");
                        })
                .anySatisfy(it -> assertThat(it.reason()).contains("fingerprint"));
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(letters())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(new String(it.value(), UTF_8)).isEqualTo("no row at all");
                            assertThat(it.detail()).contains("22P04");
                            assertThat(it.origin().topic()).isEqualTo(Topics.LOADS);
                        });
        loads.stop(running);
    }

    private List<DeadLetter> letters() {
        return loads.letters().stream()
                .map(
                        it ->
                                DeadLetter.read(KafkaHeaders.reader(it.headers()), it.value())
                                        .orElseThrow())
                .toList();
    }

    @Test
    void aRefusedRowIsADeadLetterOnceWhateverIsReadAgain() throws Exception {
        TableSchema table = loads.table("refused");
        List<LoadUnit> units = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            units.add(i % 2 == 0 ? loads.unit(table, 3) : loads.unitWithBadRows(table, 3, 1));
        }
        // Killed after the COMMIT, before anything was sent: its unit is read again.
        loads.warehouse.load(List.of(units.get(1)), new RegistryVersions(loads.registry));
        loads.publish(units);
        String first = loads.start("loader-test-0", 1);
        String second = loads.start("loader-test-1", 1);
        untilDone(units.size());
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(loads.counts(table)).containsExactly(30L, 30L);
        assertThat(letters()).hasSize(6);
        assertThat(letters())
                .allSatisfy(
                        it -> {
                            assertThat(it.code()).isEqualTo("row_refused");
                            assertThat(new String(it.value(), UTF_8))
                                    .matches("(?s)~N~,.*\"no\nnumber \\d+\"");
                            assertThat(it.detail()).contains("column n", "row 3", table.name());
                            assertThat(it.origin().topic()).isEqualTo("t");
                        });
        assertThat(letters().stream().map(DeadLetter::origin).distinct()).hasSize(6);
        loads.stop(first);
        loads.stop(second);

        // An operator sets the offsets back: the same letters under the same keys, no new ones.
        loads.rewind();
        first = loads.start("loader-test-0", 1);
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(letters()).hasSize(12);
        assertThat(loads.letters().stream().map(it -> new String(it.key(), UTF_8)).distinct())
                .hasSize(6);
        var books = loads.warehouse.ledgerBooks(loads.app, List.of()).tables().get(table.table());
        assertThat(books.refusedNoted()).isEqualTo(6);
        assertThat(books.rows()).isEqualTo(books.loaded() + 6);
        loads.stop(first);
    }

    @Test
    void countsRecordsThatAreNoUnitsBesideTheOffsetsAndLoadsTheOthers() throws Exception {
        TableSchema table = loads.table("among");
        LoadUnit unit = loads.unit(table, 3);
        String json = new String(LoadUnitCodec.write(unit), UTF_8);
        List<byte[]> foreign = new ArrayList<>();
        foreign.add(null);
        for (String text :
                List.of(
                        "",
                        "\u0000\ufffd",
                        "[".repeat(5_000),
                        "{\"format\":1,\"x\":\"" + "x".repeat(900_000) + "\"}",
                        json.replace("\"format\":1", "\"format\":2"),
                        json.replace("\"rows\":3", "\"rows\":-3"),
                        json.replace(unit.bucket(), "\\ud800"),
                        json.replace(unit.bucket(), "\\u0000"))) {
            foreign.add(text.getBytes(UTF_8));
        }
        String running = loads.start("loader-test-0", 2);
        for (byte[] value : foreign) {
            loads.publish(List.of(loads.unit(table, 2)));
            loads.publishRaw(value);
        }
        LoadUnit ofNobody = loads.ofTable(unit, new TableUid(UUID.randomUUID()));
        loads.publish(List.of(ofNobody, unit));

        untilDone(foreign.size() + 1);
        await().atMost(LIMIT).until(() -> loads.units(State.PARKED).size() == 1);
        assertThat(loads.units(State.PARKED).getFirst().reason()).contains("has no version");
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(loads.malformed()).isEqualTo(foreign.size());
        loads.stop(running);

        running = loads.start("loader-test-0", 1);
        loads.publish(List.of(loads.unit(table, 1)));
        loads.publishRaw("again".getBytes(UTF_8));
        untilDone(foreign.size() + 2);
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        assertThat(loads.malformed()).isEqualTo(foreign.size() + 1);
        assertThat(loads.counts(table)).containsExactly(22L, 22L);
        loads.stop(running);
    }

    private LoadUnit misprinted(TableSchema table) {
        LoadUnit unit = loads.unit(table, 3);
        return new LoadUnit(
                unit.id(),
                unit.app(),
                unit.table(),
                unit.version(),
                unit.fingerprint() + 1,
                unit.rows(),
                0,
                unit.bucket(),
                unit.manifestKey(),
                unit.files(),
                0);
    }

    /** Connections die at any moment, and members come and go: each row is there once. */
    @Test
    void loadsEachRowOnceThroughLostConnectionsAndRebalances() throws Exception {
        List<TableSchema> tables = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tables.add(loads.table("k" + i));
        }
        Random random = new Random(7);
        String first = loads.start("loader-test-0", 1);
        String second = loads.start("loader-test-1", 1);
        List<LoadUnit> units = new ArrayList<>();
        for (int round = 0; round < 30; round++) {
            List<LoadUnit> some = new ArrayList<>();
            for (TableSchema table : tables) {
                some.add(loads.unit(table, 2_000));
            }
            loads.publish(some);
            units.addAll(some);
            TestLoads.sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name"
                            + " LIKE 'sluice %' AND pid <> pg_backend_pid()");
            Thread.sleep(random.nextInt(60));
            if (round == 10) {
                loads.stop(second);
            } else if (round == 20) {
                second = loads.start("loader-test-1", 2);
            }
        }
        untilDone(units.size());
        assertThat(loads.units(State.PARKED)).isEmpty();
        tables.forEach(table -> assertThat(loads.counts(table)).containsExactly(60_000L, 60_000L));
        var sums = loads.warehouse.ledgerSums(loads.app);
        assertThat(sums.units()).isEqualTo(units.size());
        assertThat(sums.loaded()).isEqualTo(240_000);
        await().atMost(LIMIT).until(() -> loads.behind() == 0);
        loads.stop(first);
        loads.stop(second);
    }

    private void untilDone(int units) {
        await().atMost(LIMIT).until(() -> loads.units(State.LOADED).size() == units);
    }
}
