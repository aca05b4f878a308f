package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.DOUBLE;
import static io.sluice.warehouse.Schemas.JSON;
import static io.sluice.warehouse.Schemas.LONG_TEXT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;
import static io.sluice.warehouse.TestWarehouse.lineWithId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
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

    /** Another one on the same tables. */
    abstract Warehouse another(int maxRefusedRows);

    /** To what keeps the rows, past the warehouse's own protocol. */
    abstract Connection below() throws SQLException;

    /** Gives everybody rights on a column, and others if the warehouse has them. */
    abstract void grant(String table, String column) throws SQLException;

    /** Who has which rights on columns of a table, in any order. */
    abstract List<String> granted(String table) throws SQLException;

    @Test
    void grantsAndCommentsStayWhenColumnsAreWidened() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT, DOUBLE, TEXT, TEXT);
        TableSchema v2 =
                Schemas.schema(
                        v1.table(),
                        2,
                        BIGINT.join(TEXT),
                        DOUBLE.join(TEXT),
                        TEXT.join(LONG_TEXT),
                        TEXT);
        test.load(test.unit(v1, List.of(line(v1, "1", "0.5", "\"c\"", "\"d\""))));
        for (String column : List.of("a", "b", "c", "d")) {
            grant(v1.name(), column);
        }
        run("COMMENT ON COLUMN app.%s.a IS 'it''s \"mine\"'".formatted(v1.name()));
        List<String> granted = granted(v1.name());
        assertThat(granted).hasSizeGreaterThanOrEqualTo(4);
        test.load(test.unit(v2, List.of(line(v2, "\"x\"", "\"y\"", "~N~", "~N~"))));
        assertThat(test.texts("SELECT a FROM " + v1.name() + " ORDER BY _offset"))
                .containsExactly("1", "x");
        assertThat(granted(v1.name())).containsExactlyInAnyOrderElementsOf(granted);
        assertThat(
                        test.texts(
                                ("SELECT col_description(c.oid, a.attnum) FROM pg_class c JOIN"
                                     + " pg_attribute a ON a.attrelid = c.oid AND a.attnum > 9"
                                     + " WHERE c.relname = '%s' AND NOT a.attisdropped ORDER BY"
                                     + " a.attname")
                                        .formatted(v1.name())))
                .containsExactly("it's \"mine\"", "/body/b", "/body/c", "/body/d");
    }

    /** Runs a statement as the tables' owner. */
    abstract void run(String sql) throws SQLException;

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
        try (Warehouse other = another(0);
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

    /** In opposite orders, over all shards: neither waits for ever, each row is there once. */
    @Test
    void loadsManyTablesInOneTransaction() throws Exception {
        List<TableSchema> tables =
                IntStream.range(0, 12)
                        .mapToObj(i -> Schemas.schema(Schemas.uid(), 1, BIGINT))
                        .toList();
        List<LoadUnit> units = new ArrayList<>();
        for (TableSchema table : tables) {
            units.add(test.unit(table, List.of(line(table, "1"))));
            units.add(test.unit(table, List.of(line(table, "2"), line(table, "3"))));
        }
        try (Warehouse other = another(0);
                var threads = Executors.newFixedThreadPool(2)) {
            CyclicBarrier together = new CyclicBarrier(2);
            var forwards =
                    threads.submit(
                            () -> {
                                together.await();
                                return warehouse.load(units, test);
                            });
            var backwards =
                    threads.submit(
                            () -> {
                                together.await();
                                return other.load(units.reversed(), test);
                            });
            assertThat(forwards.get())
                    .extracting(UnitOutcome::unit)
                    .containsExactlyElementsOf(units.stream().map(LoadUnit::id).toList());
            assertThat(forwards.get().getFirst().skipped())
                    .isNotEqualTo(backwards.get().getFirst().skipped());
        }
        assertThat(tables).allSatisfy(it -> assertThat(test.count(it)).isEqualTo(3));
        LoadUnit good = test.unit(tables.getFirst(), List.of(line(tables.getFirst(), "4")));
        LoadUnit bad = test.unit(tables.getLast(), List.of(line(tables.getLast(), "\"x\"")));
        assertThatThrownBy(() -> test.load(good, bad)).hasMessageContaining("refused a row");
        assertThat(test.count(tables.getFirst())).isEqualTo(3);
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

    /** Odd, but not for what comes before and after them. */
    private static final List<String> ODD =
            List.of("\"two\nlines, \"\"and\"\" ä\"", "\"\n\n\"", "~N~");

    /** A file of six rows, of which the second and the fifth have no number where one has to be. */
    private static List<String> withBadRows(TableSchema schema) {
        return List.of(
                line(schema, ODD.get(0), "1"),
                line(schema, ODD.get(1), "1.5"),
                line(schema, ODD.get(2), "3"),
                line(schema, ODD.get(0), "4"),
                line(schema, ODD.get(1), "\"five\""),
                line(schema, ODD.get(2), "6"));
    }

    @Test
    void takesOutJustTheRowsThatAreRefused() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        List<String> rows = withBadRows(v1);
        LoadUnit unit = test.unitOfFiles(v1, List.of(List.of(line(v1, "\"\"", "0")), rows));
        assertThat(test.load(unit)).containsExactly(new UnitOutcome(unit.id(), false, 7, 5, 0));
        UnitOutcome again = test.load(unit).getFirst();
        assertThat(again).isEqualTo(new UnitOutcome(unit.id(), true, 7, 5, 0));
        assertThat(again.refused()).isEqualTo(2);
        assertThat(test.texts("SELECT b FROM %s ORDER BY b".formatted(v1.name())))
                .containsExactly("0", "1", "3", "4", "6");
        List<RefusedRow.WithLine> refused = warehouse.refused(unit);
        assertThat(refused)
                .extracting(it -> new String(it.line(), UTF_8) + "\n")
                .containsExactly(rows.get(1), rows.get(4));
        assertThat(refused)
                .extracting(RefusedRow.WithLine::row)
                .allSatisfy(
                        it -> {
                            assertThat(it.file()).isEqualTo(unit.files().get(1).key());
                            assertThat(it.column()).isEqualTo("b");
                            assertThat(it.rule()).startsWith("error ");
                            assertThat(it.origin()).isPresent();
                        })
                .extracting(RefusedRow::row)
                .containsExactly(2L, 5L);
        assertThat(refused).extracting(it -> it.row().value()).containsExactly("1.5", "five");
        assertThat(warehouse.ledgerBooks("app", List.of()).tables().get(v1.table()).refusedNoted())
                .isEqualTo(2);
        assertThat(warehouse.refusedByChunk("app").get(v1.table()).values())
                .containsExactly(1L, 1L);
    }

    @Test
    void whatIsRefusedStaysOutOfReloadsAndRebuilds() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        TableSchema v2 = test.know(Schemas.schema(v1.table(), 2, TEXT.join(JSON), BIGINT));
        LoadUnit late = test.unit(v1, withBadRows(v1));
        test.load(test.unit(v1, withBadRows(v1)));
        test.load(test.unit(v2, List.of(line(v2, "\"[1]\"", "7"))));
        assertThat(test.load(late).getFirst().refused()).isEqualTo(2);
        assertThat(warehouse.refused(late))
                .extracting(it -> it.row().row())
                .containsExactly(2L, 5L);
        assertThat(test.count(v1)).isEqualTo(9);
        assertThat(
                        warehouse
                                .reload("app", v1.table(), TimeRange.ALL, test, (read, of) -> {})
                                .same())
                .isTrue();
    }

    @Test
    void takesRowsOutOfUnitsWithIds() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        String ts = "2015-01-01T00:31:32Z";
        LoadUnit unit =
                test.unit(
                        v1,
                        List.of(
                                lineWithId(v1, "1", ts, "1"),
                                lineWithId(v1, "1", ts, "1"),
                                lineWithId(v1, "2", ts, "\"two\"")));
        assertThat(test.load(unit)).containsExactly(new UnitOutcome(unit.id(), false, 3, 1, 1));
        LoadUnit allBad = test.unit(v1, List.of(lineWithId(v1, "3", ts, "\"x\"")));
        assertThat(test.load(allBad)).containsExactly(new UnitOutcome(allBad.id(), false, 1, 0, 0));
        assertThat(test.count(v1)).isOne();
    }

    @Test
    void aUnitWithTooManyBadRowsIsRefusedAndOneAmongOthersIsSplitOff() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        test.load(test.unit(v1, List.of(line(v1, "~N~", "0"))));
        LoadUnit bad = test.unit(v1, withBadRows(v1));
        LoadUnit good = test.unit(v1, List.of(line(v1, "~N~", "1")));
        try (Warehouse one = another(1)) {
            assertThatThrownBy(() -> one.load(List.of(bad), test))
                    .hasMessageContaining("column b")
                    .hasMessageContaining("1 rows, as many as may be taken out");
        }
        assertThatThrownBy(() -> test.load(good, bad))
                .hasMessageContaining("COPY refused a row")
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(WarehouseException.Kind.REFUSED));
        assertThat(test.count(v1)).isOne();
        assertThat(warehouse.refused(bad)).isEmpty();
        test.load(good);
        assertThat(test.load(bad).getFirst().refused()).isEqualTo(2);
    }

    /**
     * PostgreSQL rewrites the table for the text, the store below the stand-in for the new SUPER:
     * what was rewritten after the books' snapshot looks empty in it.
     */
    @Test
    void aTableThatIsWidenedWhileBooksAreReadIsNoDifference() throws Exception {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, DOUBLE, BIGINT);
        TableSchema v2 = Schemas.schema(v1.table(), 2, TEXT, DOUBLE, JSON);
        test.load(test.unit(v1, List.of(line(v1, "1.5", "7"), line(v1, "2.5", "8"))));
        try (Connection holder = below();
                var held = holder.createStatement();
                var threads = Executors.newFixedThreadPool(1)) {
            holder.setAutoCommit(false);
            held.execute("LOCK TABLE app._sluice_duplicates IN ACCESS EXCLUSIVE MODE");
            Future<LedgerBooks> books =
                    threads.submit(() -> warehouse.ledgerBooks("app", List.of()));
            try (Connection watcher = below()) {
                while (!isWaitedFor(watcher)) {
                    assertThat(books).isNotDone();
                    Thread.onSpinWait();
                }
            }
            test.load(test.unit(v2, List.of(line(v2, "\"x\"", "0.5", "[]"))));
            holder.rollback();
            LedgerBooks.OfTable table = books.get().tables().get(v1.table());
            assertThat(table.stored()).isEqualTo(table.loaded());
        }
        LedgerBooks.OfTable table =
                warehouse.ledgerBooks("app", List.of()).tables().get(v1.table());
        assertThat(table.stored()).isEqualTo(table.loaded()).isEqualTo(3);
    }

    private static boolean isWaitedFor(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation ="
                                        + " 'app._sluice_duplicates'::regclass")) {
            row.next();
            return row.getLong(1) > 0;
        }
    }
}
