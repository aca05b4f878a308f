package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.BOOL;
import static io.sluice.warehouse.Schemas.DOUBLE;
import static io.sluice.warehouse.Schemas.INSTANT;
import static io.sluice.warehouse.Schemas.JSON;
import static io.sluice.warehouse.Schemas.LONG_TEXT;
import static io.sluice.warehouse.Schemas.TEXT;
import static io.sluice.warehouse.TestWarehouse.line;
import static io.sluice.warehouse.TestWarehouse.lineWithId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.standin.Faults.Fault;
import io.sluice.warehouse.WarehouseException.Kind;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The adapter against the stand-in, through Redshift's own driver. */
class RedshiftWarehouseIT extends WarehouseContract {
    private static TestRedshift redshift;

    private final Warehouse warehouse = test.warehouse;

    RedshiftWarehouseIT() {
        super(new TestWarehouse(redshift.warehouse()));
    }

    @Override
    Warehouse another(int maxRefusedRows) {
        return redshift.warehouse(maxRefusedRows);
    }

    @Override
    Connection below() throws SQLException {
        return redshift.storage();
    }

    @Override
    void run(String sql) throws SQLException {
        redshift.run(sql);
    }

    /** A name that needs its quotes, of each kind of holder. */
    @Override
    void grant(String table, String column) throws SQLException {
        String who = "\"order " + table + '"';
        if (granted(table).isEmpty()) {
            run("CREATE USER " + who + " PASSWORD DISABLE");
            run("CREATE GROUP " + who);
            run("CREATE ROLE " + who);
        }
        run(
                "GRANT SELECT (\"%1$s\"), UPDATE (\"%1$s\") ON app.\"%2$s\" TO %3$s, PUBLIC"
                        .formatted(column, table, who));
        run(
                "GRANT SELECT (\"%1$s\") ON app.\"%2$s\" TO GROUP %3$s, ROLE %3$s"
                        .formatted(column, table, who));
    }

    @Override
    List<String> granted(String table) {
        return test.texts(
                ("SELECT column_name || ' ' || privilege_type || ' ' || identity_type || ' ' ||"
                     + " identity_name FROM svv_column_privileges WHERE relation_name = '%s'")
                        .formatted(table));
    }

    @BeforeAll
    static void start() throws SQLException {
        redshift = new TestRedshift();
    }

    @AfterAll
    static void stop() {
        redshift.close();
    }

    @AfterEach
    void noMoreFaults() {
        redshift.standin.faults().clear();
    }

    @Test
    void tellsTypesAsRedshiftNamesThem() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        test.load(test.unit(v1, List.of(line(v1, "\"x\"", "7"))));
        assertThat(warehouse.tables("app"))
                .filteredOn(it -> it.uid().equals(v1.table()))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.rows()).isEqualTo(1);
                            assertThat(it.columns().getLast())
                                    .isEqualTo(
                                            new StoredTable.StoredColumn("b", "/body/b", "BIGINT"));
                            assertThat(it.columns().getFirst().type()).isEqualTo("VARCHAR(256)");
                        });
    }

    /** The unit that widens every way there is: growing alone, casts, and a rebuild from files. */
    private record Widening(TableSchema narrow, TableSchema wide, List<LoadUnit> units) {}

    private Widening widening() {
        TableUid uid = Schemas.uid();
        TableSchema narrow =
                test.know(Schemas.schema(uid, 1, TEXT, BIGINT, BOOL, INSTANT, DOUBLE, TEXT));
        TableSchema wide =
                test.know(
                        Schemas.schema(
                                uid,
                                2,
                                TEXT.join(LONG_TEXT),
                                BIGINT.join(TEXT),
                                BOOL.join(TEXT),
                                INSTANT.join(TEXT),
                                DOUBLE.join(JSON),
                                TEXT.join(JSON),
                                BIGINT));
        LoadUnit old =
                test.unit(
                        narrow,
                        List.of(
                                line(
                                        narrow,
                                        "\"ä\"",
                                        "7",
                                        "true",
                                        "\"2015-01-01T00:31:32.5Z\"",
                                        "0.1",
                                        "\"7\""),
                                line(narrow, "~N~", "~N~", "~N~", "~N~", "~N~", "~N~")));
        LoadUnit late =
                test.unit(
                        narrow,
                        List.of(line(narrow, "\"l\"", "8", "false", "~N~", "2.5", "\"\\\"")));
        LoadUnit fresh =
                test.unit(
                        wide,
                        List.of(
                                line(
                                        wide,
                                        "\"" + "x".repeat(5000) + "\"",
                                        "\"eight\"",
                                        "\"yes\"",
                                        "\"soon\"",
                                        "\"[1]\"",
                                        "\"{}\"",
                                        "1")));
        return new Widening(narrow, wide, List.of(old, fresh, late));
    }

    private List<String> rows(TableSchema schema) {
        return test.texts(
                ("SELECT COALESCE(a, '-') || '|' || COALESCE(b, '-') || '|' || COALESCE(c, '-') ||"
                                + " '|' || COALESCE(d, '-') || '|' || COALESCE(e, '-') || '|' ||"
                                + " COALESCE(f, '-') || '|' || COALESCE(CAST(g AS VARCHAR(9)), '-')"
                                + " FROM %s ORDER BY _offset")
                        .formatted(schema.name()));
    }

    private static final List<String> WIDENED =
            List.of(
                    "ä|7|true|2015-01-01T00:31:32.5Z|0.1|\"7\"|-",
                    "-|-|-|-|-|-|-",
                    "l|8|false|-|2.5|\"\\\\\"|-",
                    "x".repeat(5000) + "|eight|yes|soon|[1]|{}|1");

    @Test
    void widensInPlaceWithEveryValueKept() throws SQLException {
        Widening all = widening();
        all.units().forEach(test::load);
        assertThat(rows(all.wide())).containsExactlyElementsOf(WIDENED);
        assertThat(
                        warehouse
                                .reload(
                                        "app",
                                        all.wide().table(),
                                        TimeRange.ALL,
                                        test,
                                        (r, of) -> {})
                                .same())
                .isTrue();
        redshift.run("DROP TABLE app.\"" + all.wide().name() + '"');
        warehouse.reload("app", all.wide().table(), TimeRange.ALL, test, (read, of) -> {});
        assertThat(rows(all.wide())).containsExactlyElementsOf(WIDENED);
    }

    /** 1 cuts at every statement and takes minutes: {@code mvn verify -Dsluice.loss.stride=1}. */
    private static final int STRIDE = Integer.getInteger("sluice.loss.stride", 11);

    /** Cut off at one statement after the other, then asked again: the end is the same. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST_BEFORE", "LOST_AFTER"})
    void aLossAtAnyStatementIsMadeGoodByAskingAgain(Fault fault) {
        Widening measured = widening();
        redshift.standin.faults().drain();
        measured.units().forEach(test::load);
        int statements = redshift.standin.faults().drain().size();
        assertThat(statements).isGreaterThan(40);
        for (int at = fault == Fault.LOST_BEFORE ? 0 : STRIDE / 2; at < statements; at += STRIDE) {
            Widening all = widening();
            redshift.standin.faults().at(at, fault);
            try (Warehouse mine = redshift.warehouse()) {
                for (LoadUnit unit : all.units()) {
                    loadUntilDone(mine, unit);
                }
            }
            redshift.standin.faults().clear();
            assertThat(rows(all.wide())).as("%s at statement %d", fault, at).isEqualTo(WIDENED);
        }
    }

    private void loadUntilDone(Warehouse mine, LoadUnit unit) {
        WarehouseException last = new WarehouseException(Kind.REFUSED, "never tried");
        for (int attempt = 0; attempt < 4; attempt++) {
            try {
                mine.load(List.of(unit), test);
                return;
            } catch (WarehouseException failed) {
                assertThat(failed.kind()).as(failed.getMessage()).isNotEqualTo(Kind.REFUSED);
                last = failed;
            }
        }
        throw last;
    }

    @Test
    void aCommitWhoseAnswerIsLostIsFoundInTheLedger() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"a\""))));
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"b\"")));
        redshift.standin.faults().next("commit", Fault.LOST_AFTER);
        assertThatThrownBy(() -> test.load(unit))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(Kind.OUTAGE));
        assertThat(test.load(unit)).containsExactly(new UnitOutcome(unit.id(), true, 1, 1, 0));
        assertThat(test.count(v1)).isEqualTo(2);
    }

    @Test
    void eachFailureHasItsClass() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"a\""))));
        Map<Fault, Failure> classes =
                Map.of(
                        Fault.SERIALIZATION, Failure.SERIALIZATION,
                        Fault.RELATION_GONE, Failure.RELATION_GONE,
                        Fault.DEADLOCK, Failure.DEADLOCK,
                        Fault.READ_ONLY, Failure.READ_ONLY,
                        Fault.RESIZE, Failure.RESIZE,
                        Fault.DISK_FULL, Failure.DISK_FULL,
                        Fault.LOST_BEFORE, Failure.CONNECTION_LOST);
        classes.forEach(
                (fault, failure) -> {
                    LoadUnit unit = test.unit(v1, List.of(line(v1, "\"b\"")));
                    redshift.standin.faults().next("copy", fault);
                    assertThatThrownBy(() -> test.load(unit))
                            .as(fault.toString())
                            .isInstanceOfSatisfying(
                                    WarehouseException.class,
                                    it -> assertThat(it.failure()).isEqualTo(failure));
                    test.load(unit);
                });
        assertThat(test.count(v1)).isEqualTo(8);
    }

    @Test
    void aRefusedLogInIsNoFaultOfTheUnit() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"a\"")));
        try (Warehouse stranger = redshift.warehouseOf("stranger")) {
            assertThatThrownBy(() -> stranger.load(List.of(unit), test))
                    .isInstanceOfSatisfying(
                            WarehouseException.class,
                            it -> assertThat(it.failure()).isEqualTo(Failure.LOGIN_REFUSED));
        }
    }

    @Test
    void aRowThatCopyRefusesIsNamed() {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"a\"", "1"), line(v1, "\"b\"", "1.5")));
        try (Warehouse strict = another(0)) {
            assertThatThrownBy(() -> strict.load(List.of(unit), test))
                    .hasMessageContaining(unit.files().getFirst().key())
                    .hasMessageContaining("line 2, column b: error 1207")
                    .hasMessageContaining("1.5")
                    .isInstanceOfSatisfying(
                            WarehouseException.class,
                            it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED));
        }
        LoadUnit good = test.unit(v1, List.of(line(v1, "\"a\"", "1")));
        test.load(good);
        assertThat(test.count(v1)).isEqualTo(1);
    }

    /** Whatever is cut while rows are taken out: each is a row once, or refused once. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"LOST_BEFORE", "LOST_AFTER"})
    void aLossWhileRowsAreTakenOutIsMadeGoodByAskingAgain(Fault fault) {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT, BIGINT);
        test.load(test.unit(v1, List.of(line(v1, "\"a\"", "1"))));
        redshift.standin.faults().drain();
        test.load(withTwoBadRows(v1));
        int statements = redshift.standin.faults().drain().size();
        assertThat(statements).isGreaterThan(20);
        long rows = 2;
        for (int at = 0; at < statements; at += STRIDE / 3 + 1) {
            LoadUnit unit = withTwoBadRows(v1);
            redshift.standin.faults().at(at, fault);
            try (Warehouse mine = redshift.warehouse()) {
                loadUntilDone(mine, unit);
            }
            redshift.standin.faults().clear();
            assertThat(warehouse.refused(unit)).as("%s at %d", fault, at).hasSize(2);
            assertThat(test.count(v1)).as("%s at %d", fault, at).isEqualTo(++rows);
        }
        assertThat(warehouse.ledgerBooks("app", List.of()).tables().get(v1.table()))
                .satisfies(
                        it -> {
                            assertThat(it.refusedNoted()).isEqualTo(2 * (rows(it) - 1));
                            assertThat(it.rows()).isEqualTo(it.loaded() + it.refusedNoted());
                        });
    }

    private static long rows(LedgerBooks.OfTable table) {
        return table.stored();
    }

    private LoadUnit withTwoBadRows(TableSchema v1) {
        return test.unit(
                v1,
                List.of(
                        line(v1, "\"a\"", "1.5"),
                        line(v1, "\"b\"", "2"),
                        line(v1, "\"c\"", "1e3")));
    }

    @Test
    void aBoundViewStopsAWideningWithItsName() throws SQLException {
        Widening all = widening();
        test.load(all.units().getFirst());
        String view = "v_" + all.narrow().name();
        redshift.run(
                "CREATE VIEW app.%s AS SELECT a, b FROM app.%s"
                        .formatted(view, all.narrow().name()));
        assertThatThrownBy(() -> test.load(all.units().get(1)))
                .hasMessageContaining(view)
                .hasMessageContaining("DROP VIEW")
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        it -> assertThat(it.kind()).isEqualTo(Kind.REFUSED));
        redshift.run("DROP VIEW app." + view);
        test.load(all.units().get(1));
        test.load(all.units().get(2));
        assertThat(rows(all.wide())).isEqualTo(WIDENED);
    }

    /** All that goes over the wire, the driver's own statements too. */
    @Test
    void whatIsSentIsWhatTheGoldenFileSays() {
        TableSchema other = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(other, List.of(line(other, "\"a\""))));
        Widening all = widening();
        LoadUnit withIds =
                test.unit(
                        all.wide(),
                        List.of(
                                lineWithId(
                                        all.wide(),
                                        "1",
                                        "2015-01-01T00:31:32Z",
                                        "~N~",
                                        "~N~",
                                        "~N~",
                                        "~N~",
                                        "~N~",
                                        "~N~",
                                        "1")));
        LoadUnit withABadRow =
                test.unit(
                        all.narrow(),
                        List.of(
                                line(all.narrow(), "~N~", "1.5", "~N~", "~N~", "~N~", "~N~"),
                                line(all.narrow(), "~N~", "2", "~N~", "~N~", "~N~", "~N~")));
        redshift.standin.faults().drain();
        test.load(withABadRow);
        all.units().forEach(test::load);
        test.load(withIds);
        warehouse.reload("app", all.wide().table(), TimeRange.ALL, test, (read, of) -> {});
        List<String> sent = redshift.standin.faults().drain();
        Golden.check(
                "sent.sql",
                Golden.steady(
                        sent.stream()
                                .map(it -> it.strip() + ";\n")
                                .distinct()
                                .collect(Collectors.joining())));
    }

    @Test
    void aSchemaOfAnotherAppIsLeftAloneWhereverItIsNoted() throws SQLException {
        TableSchema v1 = Schemas.schema(Schemas.uid(), 1, TEXT);
        test.load(test.unit(v1, List.of(line(v1, "\"a\""))));
        noted("COMMENT ON TABLE app._sluice_tables IS 'Sluice app other'");
        refusesAsAnothers(v1);
        // As an older Sluice noted it.
        noted("COMMENT ON TABLE app._sluice_tables IS NULL");
        noted("COMMENT ON SCHEMA app IS 'Sluice app other'");
        refusesAsAnothers(v1);
        noted("COMMENT ON SCHEMA app IS 'Sluice app app'");
        try (Warehouse later = another(0)) {
            later.load(List.of(test.unit(v1, List.of(line(v1, "\"b\"")))), test);
        }
        assertThat(test.count(v1)).isEqualTo(2);
    }

    private void refusesAsAnothers(TableSchema v1) {
        LoadUnit unit = test.unit(v1, List.of(line(v1, "\"x\"")));
        try (Warehouse later = another(0)) {
            assertThatThrownBy(() -> later.load(List.of(unit), test))
                    .hasMessageContaining("schema app belongs to: Sluice app other");
        }
    }

    private void noted(String sql) throws SQLException {
        try (Connection connection = below();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void itsFactsAreThose() {
        WarehouseFacts facts = warehouse.facts(TestWarehouse.STACK.s3().bucket());
        assertThat(facts.version()).contains("Redshift");
        assertThat(facts.encrypted()).isFalse();
        assertThat(facts.clockAhead().abs().toSeconds()).isLessThan(5);
        assertThat(facts.copy()).isEqualTo(new WarehouseFacts.Works());
        assertThat(facts.tables()).isPresent();
        redshift.standin.faults().next("copy", Fault.DISK_FULL);
        assertThat(warehouse.facts(TestWarehouse.STACK.s3().bucket()).copy())
                .isInstanceOf(WarehouseFacts.Refused.class);
        assertThat(warehouse.facts("no-such-bucket").copy())
                .isInstanceOf(WarehouseFacts.NotTried.class);
        warehouse.ping();
    }
}
