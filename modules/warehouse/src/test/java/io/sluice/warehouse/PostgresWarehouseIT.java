package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;
import static io.sluice.warehouse.TestWarehouse.lineWithId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.WarehouseException.Kind;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

class PostgresWarehouseIT {
    private final TestWarehouse test = new TestWarehouse();
    private final Warehouse warehouse = test.warehouse;

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
    }

    /** The guard: nothing in the database would refuse the second row of a unit. */
    @Test
    void twoLoadersThatMeetOnOneUnitLoadItOnce() throws Exception {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        TableSchema v2 = Schemas.schema(v1.table(), 2, BIGINT, TEXT);
        try (var other = new PostgresWarehouse(TestWarehouse.settings(), TestWarehouse.STORE);
                var threads = Executors.newFixedThreadPool(4)) {
            assertThat(uniqueKeys()).isZero();
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

    private long uniqueKeys() throws SQLException {
        try (Connection connection = TestWarehouse.connect();
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid ="
                                        + " i.indrelid WHERE i.indisunique AND c.relname LIKE"
                                        + " '\\_sluice%'")) {
            row.next();
            return row.getLong(1);
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
                                line(v1, "\"no id\"")));
        LoadUnit second =
                test.unit(
                        v1,
                        List.of(
                                lineWithId(v1, "2", ts, "\"again\""),
                                lineWithId(v1, "2", late, "\"a year later\""),
                                lineWithId(v1, "3", ts, "\"three\""),
                                line(v1, "\"no id\"")));
        assertThat(test.load(first, second))
                .containsExactly(
                        new UnitOutcome(first.id(), false, 4, 3, 1),
                        new UnitOutcome(second.id(), false, 4, 3, 1));
        assertThat(test.texts("SELECT a FROM %s ORDER BY _offset".formatted(v1.name())))
                .containsExactly("first", "two", "no id", "a year later", "three", "no id");
        assertThat(
                        test.texts(
                                "SELECT id FROM _sluice_duplicates WHERE table_uid = '%s' ORDER BY id"
                                        .formatted(v1.table())))
                .containsExactly("1", "2");
        assertThat(warehouse.duplicatesByChunk("app").values()).contains(1L);
        assertThat(warehouse.rowsByChunk("app", v1.name())).hasSize(6);
    }

    @Test
    void aTableAlteredByHandIsRefusedUntilItIsPutRight() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"x\""))));
        execute("ALTER TABLE app." + v1.name() + " DROP COLUMN a");
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"y\"")));
        assertThatThrownBy(() -> test.load(unit))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("column a");
        execute("ALTER TABLE app." + v1.name() + " ADD COLUMN a TEXT");
        assertThat(test.load(unit).getFirst().loaded()).isOne();
        execute("DROP TABLE app." + v1.name());
        assertThatThrownBy(() -> test.load(test.unit(v1, List.of(line(v1, "\"z\"")))))
                .hasMessageContaining("is gone");
    }

    @Test
    void aRegistryWithAnotherHistoryIsRefusedWhereNamesAndTypesAreTheSame() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        LoadUnit before = test.unit(v1, List.of(line(v1, "\"x\"")));
        test.load(before);
        TableSchema other =
                new TableSchema(
                        v1.table(),
                        v1.app(),
                        v1.entype(),
                        v1.evname(),
                        v1.name(),
                        1,
                        List.of(new Column("/body/A", "a", TEXT)));
        LoadUnit after = test.unit(other, List.of(line(other, "\"y\"")));
        assertThatThrownBy(() -> test.load(after))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("not the registry that this warehouse was loaded with");
        test.know(v1);
        assertThat(test.load(before).getFirst().skipped()).isTrue();
    }

    @Test
    void aWarehouseOfAnOlderSluiceIsTakenOver() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"x\""))));
        execute("ALTER TABLE app._sluice_tables DROP COLUMN fingerprint");
        try (PostgresWarehouse next =
                new PostgresWarehouse(TestWarehouse.settings(), TestWarehouse.STORE)) {
            TableSchema v2 = test.know(Schemas.schema(v1.table(), 2, TEXT, BIGINT));
            LoadUnit unit = test.unit(v2, List.of(line(v2, "\"y\",7")));
            assertThat(next.load(List.of(unit), test).getFirst().loaded()).isOne();
        }
    }

    @Test
    void aTableThatIsRewrittenMeanwhileDoesNotLookEmptyInTheBooks() throws Exception {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        test.load(test.unit(v1, List.of(line(v1, "1"), line(v1, "2"))));
        AtomicBoolean enough = new AtomicBoolean();
        try (var rewriting = Executors.newSingleThreadExecutor()) {
            Future<?> rewritten = rewriting.submit(() -> rewrite(v1.name(), enough));
            try {
                for (int look = 0; look < 300; look++) {
                    assertThat(warehouse.ledgerBooks("app", List.of()).tables().get(v1.table()))
                            .satisfies(it -> assertThat(it.stored()).isEqualTo(2));
                }
            } finally {
                enough.set(true);
            }
            rewritten.get();
        }
        execute("DELETE FROM app." + v1.name());
        assertThat(warehouse.ledgerBooks("app", List.of()).tables().get(v1.table()))
                .satisfies(it -> assertThat(it.stored()).isZero());
    }

    /** As widening does, with whatever column: each change of a type writes the table anew. */
    private static Void rewrite(String table, AtomicBoolean enough) throws SQLException {
        while (!enough.get()) {
            for (String type : List.of("NUMERIC", "BIGINT")) {
                execute("ALTER TABLE app.%s ALTER COLUMN _position TYPE %s".formatted(table, type));
            }
        }
        return null;
    }

    @Test
    void tellsBadDataFromOutage() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        assertThat(kind(test.unit(v1, List.of(line(v1, "\"no number\""))))).isEqualTo(Kind.REFUSED);
        LoadUnit good = test.unit(v1, List.of(line(v1, "1")));
        LoadUnit miscounted =
                new LoadUnit(
                        good.id(),
                        good.app(),
                        good.table(),
                        1,
                        good.fingerprint(),
                        2,
                        0,
                        good.bucket(),
                        good.manifestKey(),
                        List.of(
                                new LoadUnit.DataFile(
                                        good.files().getFirst().key(),
                                        good.files().getFirst().bytes(),
                                        2)),
                        0);
        assertThat(kind(miscounted)).isEqualTo(Kind.REFUSED);
        LoadUnit lost =
                new LoadUnit(
                        good.id(),
                        good.app(),
                        good.table(),
                        1,
                        good.fingerprint(),
                        1,
                        0,
                        good.bucket(),
                        good.manifestKey(),
                        List.of(new LoadUnit.DataFile("app/none", 1, 1)),
                        0);
        assertThat(kind(lost)).isEqualTo(Kind.REFUSED);
        try (PostgresWarehouse nowhere =
                new PostgresWarehouse(
                        WarehouseSettings.of("jdbc:postgresql://127.0.0.1:1/x", "u", "p"),
                        TestWarehouse.STORE)) {
            assertThatThrownBy(() -> nowhere.load(List.of(good), test))
                    .isInstanceOfSatisfying(
                            WarehouseException.class,
                            it -> assertThat(it.kind()).isEqualTo(Kind.OUTAGE));
        }
        assertThat(test.load(good).getFirst().loaded()).isOne();
        assertThat(test.count(v1)).isOne();
    }

    private Kind kind(LoadUnit unit) {
        try {
            test.load(unit);
            throw new AssertionError("was loaded");
        } catch (WarehouseException refused) {
            return refused.kind();
        }
    }

    @Test
    void queriesGiveExactValues() {
        QueryResult result =
                warehouse.query(
                        "app",
                        "SELECT 9223372036854775807, 12345678901234567890.12345::numeric,"
                            + " '2015-01-01 01:31:32.5+01'::timestamptz, '{\"a\": 1}'::json,"
                            + " NULL::text, true, 0.1::float8, 'NaN'::float8, DATE '2015-01-02',"
                            + " 1.5::money, ARRAY[1,2], TIMESTAMP '2015-01-01 00:00:00.5'");
        assertThat(result.rows())
                .containsExactly(
                        List.of(
                                new QueryResult.Num(
                                        new java.math.BigDecimal("9223372036854775807")),
                                new QueryResult.Num(
                                        new java.math.BigDecimal("12345678901234567890.12345")),
                                new QueryResult.Text("2015-01-01T00:31:32.5Z"),
                                new QueryResult.Text("{\"a\": 1}"),
                                new QueryResult.Null(),
                                new QueryResult.Bool(true),
                                new QueryResult.Num(new java.math.BigDecimal("0.1")),
                                new QueryResult.Text("NaN"),
                                new QueryResult.Text("2015-01-02"),
                                new QueryResult.Text("$1.50"),
                                new QueryResult.Text("{1,2}"),
                                new QueryResult.Text("2015-01-01T00:00:00.5")));
        assertThatThrownBy(() -> warehouse.query("app", "CREATE TABLE x (a int)"))
                .isInstanceOf(WarehouseException.class);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = TestWarehouse.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
