package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;
import static io.sluice.warehouse.TestWarehouse.lineWithId;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What holds for every warehouse. */
abstract class WarehouseContract {
    final TestWarehouse test;
    private final Warehouse warehouse;

    WarehouseContract(TestWarehouse test) {
        this.test = test;
        this.warehouse = test.warehouse;
    }

    /** A second one on the same tables. */
    abstract Warehouse another();

    @AfterEach
    void close() {
        warehouse.close();
    }

    @Test
    void loadsOnceHoweverOftenAUnitComes() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"x\"", "7"), line(v1, "\"\"", "~N~")));
        assertThat(test.load(unit)).containsExactly(new UnitOutcome(unit.id(), false, 2, 2, 0));
        assertThat(test.load(unit)).containsExactly(new UnitOutcome(unit.id(), true, 2, 2, 0));
        assertThat(test.load(unit, unit)).extracting(UnitOutcome::skipped).containsOnly(true);
        assertThat(test.count(v1)).isEqualTo(2);
        assertThat(warehouse.ledgerBooks("app", List.of(unit.id())).found())
                .containsExactly(unit.id());
        assertThat(warehouse.ledgerManifests("app", List.of(unit.manifestKey(), "other")))
                .containsExactly(unit.manifestKey());
        assertThat(warehouse.ledgerUnits("app", v1.table(), 10)).containsEntry(unit.id(), 1L);
    }

    @Test
    void twoLoadersThatMeetOnOneUnitLoadItOnce() throws Exception {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        TableSchema v2 = Schemas.schema(v1.table(), 2, BIGINT, TEXT);
        try (Warehouse other = another();
                var threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                TableSchema schema = round < 10 ? v1 : v2;
                LoadUnit unit =
                        test.unit(
                                schema,
                                IntStream.range(0, 100)
                                        .mapToObj(
                                                i ->
                                                        schema == v1
                                                                ? line(v1, "" + i)
                                                                : line(v2, "" + i, "\"t\""))
                                        .toList());
                CyclicBarrier together = new CyclicBarrier(4);
                List<Future<List<UnitOutcome>>> loads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Warehouse loader = i % 2 == 0 ? warehouse : other;
                    Callable<List<UnitOutcome>> load =
                            () -> {
                                together.await();
                                return loader.load(List.of(unit), test);
                            };
                    loads.add(threads.submit(load));
                }
                int fresh = 0;
                for (var load : loads) {
                    fresh += load.get().getFirst().skipped() ? 0 : 1;
                }
                assertThat(fresh).isOne();
                assertThat(test.count(v1)).isEqualTo(100L * (round + 1));
            }
        }
    }

    @Test
    void leavesOutEventsSentAgain() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        String ts = "2015-01-01T00:31:32Z";
        String late = "2016-01-01T00:00:00Z";
        LoadUnit first =
                test.unit(
                        v1,
                        List.of(
                                lineWithId(v1, "1", ts, "\"first\""),
                                lineWithId(v1, "1", ts, "\"again\""),
                                lineWithId(v1, "2", ts, "\"two\""),
                                lineWithId(v1, "1 ", ts, "\"with a blank\""),
                                line(v1, "\"no id\"")));
        LoadUnit second =
                test.unit(
                        v1,
                        List.of(
                                lineWithId(v1, "2", ts, "\"again\""),
                                lineWithId(v1, "2", late, "\"a year later\""),
                                lineWithId(v1, "3", ts, "\"three\""),
                                lineWithId(v1, "2 ", ts, "\"with two\""),
                                line(v1, "\"no id\"")));
        assertThat(test.load(first, second))
                .containsExactly(
                        new UnitOutcome(first.id(), false, 5, 4, 1),
                        new UnitOutcome(second.id(), false, 5, 4, 1));
        assertThat(test.texts("SELECT a FROM %s ORDER BY _offset".formatted(v1.name())))
                .containsExactly(
                        "first",
                        "two",
                        "with a blank",
                        "no id",
                        "a year later",
                        "three",
                        "with two",
                        "no id");
        assertThat(
                        test.texts(
                                "SELECT id FROM _sluice_duplicates WHERE table_uid = '%s' ORDER BY id"
                                        .formatted(v1.table())))
                .containsExactly("1", "2");
        assertThat(warehouse.duplicatesByChunk("app").values()).contains(1L);
        assertThat(warehouse.rowsByChunk("app", v1.name())).hasSize(8);
        assertThat(
                        warehouse
                                .reload("app", v1.table(), TimeRange.ALL, test, (read, of) -> {})
                                .same())
                .isTrue();
    }
}
