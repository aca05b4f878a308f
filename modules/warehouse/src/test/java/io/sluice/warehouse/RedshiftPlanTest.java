package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.BOOL;
import static io.sluice.warehouse.Schemas.DECIMAL0;
import static io.sluice.warehouse.Schemas.DECIMAL9;
import static io.sluice.warehouse.Schemas.DOUBLE;
import static io.sluice.warehouse.Schemas.INSTANT;
import static io.sluice.warehouse.Schemas.JSON;
import static io.sluice.warehouse.Schemas.LONG_TEXT;
import static io.sluice.warehouse.Schemas.TEXT;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Column;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.ColumnGrant.Right;
import io.sluice.warehouse.LoadPlanner.Written;
import io.sluice.warehouse.WarehouseTable.Recorded;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

class RedshiftPlanTest {
    private static final RedshiftDialect REDSHIFT =
            new RedshiftDialect(
                    new WarehouseKind.Redshift(
                            new WarehouseKind.Role("arn:aws:iam::123456789012:role/load"),
                            Optional.of("eu-west-1"),
                            WarehouseKind.Distribution.AUTO,
                            Map.of()));

    private static final ColumnDetails GIVEN =
            new ColumnDetails(
                    Map.of("a", "grows, and keeps it", "b", "it's mine", "c", "/body/c"),
                    List.of(
                            new ColumnGrant("a", Right.SELECT, new ColumnGrant.User("stays")),
                            new ColumnGrant("b", Right.SELECT, new ColumnGrant.User("an a")),
                            new ColumnGrant("b", Right.UPDATE, new ColumnGrant.Group("order")),
                            new ColumnGrant("g", Right.SELECT, new ColumnGrant.Role("Reader")),
                            new ColumnGrant("g", Right.SELECT, new ColumnGrant.Everybody()),
                            new ColumnGrant("h", Right.SELECT, new ColumnGrant.Everybody())));

    private final TableUid uid = Schemas.uid();
    private final LoadPlanner planner = new LoadPlanner(REDSHIFT);
    private final TableSchema narrow =
            Schemas.schema(uid, 1, TEXT, BIGINT, BOOL, BIGINT, DECIMAL0, DOUBLE, TEXT, INSTANT);
    private final TableSchema wide =
            Schemas.schema(
                    uid,
                    2,
                    TEXT.join(LONG_TEXT),
                    BIGINT.join(DOUBLE),
                    BOOL.join(TEXT),
                    BIGINT.join(TEXT),
                    DECIMAL0.join(DECIMAL9),
                    DOUBLE.join(TEXT),
                    TEXT.join(JSON),
                    INSTANT,
                    JSON);

    private static WarehouseTable asMade(TableSchema schema) {
        Map<String, String> columns = new HashMap<>();
        for (SystemColumn it : SystemColumn.values()) {
            columns.put(it.columnName(), REDSHIFT.catalogName(it.type()));
        }
        for (Column it : schema.columns()) {
            columns.put(it.name(), REDSHIFT.catalogName(it.type()));
        }
        return new WarehouseTable(
                true,
                columns,
                true,
                Optional.of(new Recorded(schema.version(), OptionalLong.empty())));
    }

    private LoadPlan plan(WarehouseTable actual, Optional<TableSchema> recorded, Written... units) {
        return planner.plan(actual, recorded, List.of(units));
    }

    private static Written unit(TableSchema schema, long withId) {
        return new Written(Schemas.unit(schema, 3, withId), schema);
    }

    private static String printed(LoadPlan plan) {
        assertThat(plan).isInstanceOf(LoadPlan.Ready.class);
        return Golden.steady(((LoadPlan.Ready) plan).print(REDSHIFT, "app")) + "\n";
    }

    @Test
    void plansAreWhatTheGoldenFilesSay() {
        Golden.check(
                "ledger.sql",
                String.join(";\n", RedshiftSetup.statements(REDSHIFT, "app", "app")) + ";\n");
        Golden.check(
                "create.sql",
                printed(plan(WarehouseTable.ABSENT, Optional.empty(), unit(narrow, 0))));
        Golden.check(
                "widen.sql",
                printed(
                        LoadPlanner.keeping(
                                (LoadPlan.Ready)
                                        plan(
                                                asMade(narrow),
                                                Optional.of(narrow),
                                                unit(narrow, 0),
                                                unit(wide, 2)),
                                wide,
                                GIVEN)));
    }

    @Test
    void whatNobodyHasGivenIsNotPutBack() {
        LoadPlan.Ready plan =
                (LoadPlan.Ready) plan(asMade(narrow), Optional.of(narrow), unit(wide, 0));
        // Its own comments, and rights on a column that stays.
        ColumnDetails had =
                new ColumnDetails(
                        Map.of("b", "/body/b", "a", "mine"),
                        List.of(new ColumnGrant("a", Right.SELECT, new ColumnGrant.Everybody())));
        assertThat(LoadPlanner.keeping(plan, wide, had)).isSameAs(plan);
    }

    @Test
    void aColumnThatHasGrownAlreadyIsNotGrownAgain() {
        WarehouseTable table = asMade(narrow);
        Map<String, String> columns = new HashMap<>(table.columns());
        columns.put("a", "character varying(65535)");
        WarehouseTable grown = new WarehouseTable(true, columns, true, table.recorded());
        LoadPlan plan = plan(grown, Optional.of(narrow), unit(wide, 0));
        assertThat(((LoadPlan.Ready) plan).alone()).isEmpty();
        // A version that says less finds the longer column in order.
        assertThat(plan(grown, Optional.of(narrow), unit(narrow, 0)))
                .isInstanceOf(LoadPlan.Ready.class);
    }

    @Test
    void viewsStopAWideningAndNothingElse() {
        WarehouseTable table = asMade(narrow);
        List<String> views = List.of("\"app\".\"report\"");
        LoadPlan.Ready widening = (LoadPlan.Ready) plan(table, Optional.of(narrow), unit(wide, 0));
        assertThat(LoadPlanner.unlessBound(widening, wide, views))
                .isInstanceOfSatisfying(
                        LoadPlan.Refused.class,
                        it ->
                                assertThat(it.reason())
                                        .contains("DROP VIEW \"app\".\"report\"")
                                        .contains("WITH NO SCHEMA BINDING"));
        assertThat(LoadPlanner.unlessBound(widening, wide, List.of())).isSameAs(widening);
        TableSchema more =
                Schemas.schema(
                        uid, 2, TEXT, BIGINT, BOOL, BIGINT, DECIMAL0, DOUBLE, TEXT, INSTANT, JSON);
        LoadPlan.Ready adding = (LoadPlan.Ready) plan(table, Optional.of(narrow), unit(more, 0));
        assertThat(LoadPlanner.unlessBound(adding, more, views)).isSameAs(adding);
    }

    @Test
    void tablesLieAsTheSettingSays() {
        RedshiftDialect byId =
                new RedshiftDialect(
                        new WarehouseKind.Redshift(
                                new WarehouseKind.DefaultRole(),
                                Optional.empty(),
                                WarehouseKind.Distribution.ID,
                                Map.of()));
        assertThat(byId.sql("app", new Statement.CreateTable(narrow)).getFirst())
                .endsWith(") DISTSTYLE KEY DISTKEY (\"_id\") SORTKEY (\"_ts\")");
    }

    @Test
    void keysAreNeverShown() {
        RedshiftDialect byKeys =
                new RedshiftDialect(
                        new WarehouseKind.Redshift(
                                new WarehouseKind.Keys("AKIA", "very-secret"),
                                Optional.empty(),
                                WarehouseKind.Distribution.AUTO,
                                Map.of()));
        LoadPlan plan = plan(WarehouseTable.ABSENT, Optional.empty(), unit(narrow, 0));
        assertThat(((LoadPlan.Ready) plan).print(byKeys, "app"))
                .contains("COPY \"app\".")
                .doesNotContain("AKIA", "very-secret");
        assertThat(byKeys.toString()).doesNotContain("very-secret");
    }
}
