package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.WarehouseException.Kind;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

class PostgresWarehouseIT extends WarehouseContract {
    private final Warehouse warehouse = test.warehouse;

    PostgresWarehouseIT() {
        super(new TestWarehouse());
    }

    @Override
    Warehouse another(int maxRefusedRows) {
        return new PostgresWarehouse(
                TestWarehouse.settings().withMaxRefusedRows(maxRefusedRows), TestWarehouse.STORE);
    }

    @Override
    Connection below() throws SQLException {
        return TestWarehouse.connect();
    }

    @Override
    void grant(String table, String column) throws SQLException {
        run("GRANT SELECT (%s), UPDATE (%1$s) ON app.%s TO PUBLIC".formatted(column, table));
    }

    @Override
    List<String> granted(String table) {
        return test.texts(
                ("SELECT a.attname || ' ' || a.attacl::text FROM pg_attribute a JOIN pg_class c ON"
                     + " c.oid = a.attrelid WHERE c.relname = '%s' AND a.attacl IS NOT NULL")
                        .formatted(table));
    }

    /** Nothing in the database would refuse the second row of a unit. */
    @Test
    void noUniqueKeyHelps() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        test.load(test.unit(v1, List.of(line(v1, "1"))));
        assertThat(uniqueKeys()).isZero();
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
    void aTableAlteredByHandIsRefusedUntilItIsPutRight() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"x\""))));
        run("ALTER TABLE app." + v1.name() + " DROP COLUMN a");
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"y\"")));
        assertThatThrownBy(() -> test.load(unit))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("column a");
        run("ALTER TABLE app." + v1.name() + " ADD COLUMN a TEXT");
        assertThat(test.load(unit).getFirst().loaded()).isOne();
        run("DROP TABLE app." + v1.name());
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
        run("ALTER TABLE app._sluice_tables DROP COLUMN fingerprint");
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
        run("DELETE FROM app." + v1.name());
        assertThat(warehouse.ledgerBooks("app", List.of()).tables().get(v1.table()))
                .satisfies(it -> assertThat(it.stored()).isZero());
    }

    /** As widening does, with whatever column: each change of a type writes the table anew. */
    private Void rewrite(String table, AtomicBoolean enough) throws SQLException {
        while (!enough.get()) {
            for (String type : List.of("NUMERIC", "BIGINT")) {
                run("ALTER TABLE app.%s ALTER COLUMN _position TYPE %s".formatted(table, type));
            }
        }
        return null;
    }

    @Test
    void tellsBadDataFromOutage() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, BIGINT);
        byte[] unended = line(v1, "\"no end").getBytes(StandardCharsets.UTF_8);
        assertThat(kind(test.unit(v1, 1, 0, unended))).isEqualTo(Kind.REFUSED);
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

    @Override
    void run(String sql) throws SQLException {
        try (Connection connection = TestWarehouse.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
