package io.sluice.warehouse;

import static io.sluice.warehouse.Schemas.BIGINT;
import static io.sluice.warehouse.Schemas.BOOL;
import static io.sluice.warehouse.Schemas.DOUBLE;
import static io.sluice.warehouse.Schemas.INSTANT;
import static io.sluice.warehouse.Schemas.JSON;
import static io.sluice.warehouse.Schemas.LONG_TEXT;
import static io.sluice.warehouse.Schemas.TEXT;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Column;
import io.sluice.schema.Facts;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LoadPlanner.Written;
import io.sluice.warehouse.WarehouseTable.Recorded;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

class LoadPlannerTest {
    private static final PostgresDialect PG = new PostgresDialect();

    private final TableUid uid = Schemas.uid();
    private final LoadPlanner planner = new LoadPlanner(PG);

    @Test
    void createsATableThatIsNotThere() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        assertThat(plan(WarehouseTable.ABSENT, Optional.empty(), v1))
                .extracting(Object::getClass)
                .containsExactly(
                        Statement.CreateTable.class,
                        Statement.RecordVersion.class,
                        Statement.CopyUnit.class);
    }

    @Test
    void justCopiesWhereTheTableIsAtTheVersion() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        assertThat(plan(asMade(v1), Optional.of(v1), v1))
                .extracting(Object::getClass)
                .containsExactly(Statement.CopyUnit.class);
    }

    @Test
    void copiesOldUnitsIntoANewerTableWithTheirOwnColumns() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        TableSchema v2 = Schemas.schema(uid, 2, TEXT, BIGINT);
        var copy = (Statement.CopyUnit) plan(asMade(v2), Optional.of(v2), v1).getFirst();
        assertThat(copy.rewritten()).isFalse();
        assertThat(copy.columns()).endsWith("a").doesNotContain("b");
    }

    @Test
    void rewritesOldTextForAColumnThatIsJsonNow() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        TableSchema v2 = Schemas.schema(uid, 2, TEXT.join(JSON), BIGINT);
        var copy = (Statement.CopyUnit) plan(asMade(v2), Optional.of(v2), v1).getFirst();
        assertThat(copy.rewritten()).isTrue();
        assertThat(copy.columns()).endsWith("a", "b");
    }

    @Test
    void addsWidensAndRebuildsInThisOrder() {
        Facts mixed = TEXT.join(BIGINT);
        TableSchema v1 = Schemas.schema(uid, 1, BIGINT, mixed, TEXT);
        TableSchema v2 = Schemas.schema(uid, 2, DOUBLE, mixed.join(JSON), LONG_TEXT, INSTANT, BOOL);
        List<Statement> plan = plan(asMade(v1), Optional.of(v1), v2);
        assertThat(plan)
                .extracting(Object::getClass)
                .containsExactly(
                        Statement.AddColumns.class,
                        Statement.WidenColumns.class,
                        Statement.RebuildColumns.class,
                        Statement.RecordVersion.class,
                        Statement.CopyUnit.class);
        assertThat(((Statement.AddColumns) plan.get(0)).columns())
                .extracting(Column::name)
                .containsExactly("d", "e");
        assertThat(PG.sql("s", plan.get(1)))
                .containsExactly(
                        "ALTER TABLE \"s\".\"%s\" ALTER COLUMN \"a\" TYPE DOUBLE PRECISION USING \"a\"::double precision"
                                .formatted(v1.name()));
    }

    @Test
    void indexesIdsOnFirstNeed() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        LoadPlan plan =
                planner.plan(
                        asMade(v1),
                        Optional.of(v1),
                        List.of(new Written(Schemas.unit(v1, 3, 1), v1)));
        assertThat(((LoadPlan.Ready) plan).statements())
                .extracting(Object::getClass)
                .containsExactly(Statement.IndexIds.class, Statement.CopyUnit.class);
        assertThat(((LoadPlan.Ready) plan).print(PG, "app"))
                .contains("CREATE INDEX \"_sluice_id_")
                .contains("-- copy 3 rows of unit")
                .contains("less duplicates");
    }

    @Test
    void refusesWhatAHandHasAltered() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT, BIGINT);
        TableSchema v2 = Schemas.schema(uid, 2, TEXT, BIGINT, BOOL);
        Map<String, Optional<String>> alterations =
                Map.of(
                        "a", Optional.empty(),
                        "b", Optional.of("integer"),
                        "_offset", Optional.empty(),
                        "c", Optional.of("text"));
        alterations.forEach(
                (column, type) -> {
                    Map<String, String> columns = new HashMap<>(asMade(v1).columns());
                    columns.remove(column);
                    type.ifPresent(it -> columns.put(column, it));
                    WarehouseTable altered = new WarehouseTable(true, columns, false, recorded(1));
                    assertThat(refusal(altered, Optional.of(v1), v2)).contains("column " + column);
                });
        assertThat(
                        refusal(
                                new WarehouseTable(false, Map.of(), false, recorded(1)),
                                Optional.of(v1),
                                v2))
                .contains("is gone");
        assertThat(
                        refusal(
                                new WarehouseTable(true, Map.of(), false, Optional.empty()),
                                Optional.empty(),
                                v2))
                .contains("not made by Sluice");
    }

    @Test
    void leavesColumnsOfOthersAlone() {
        TableSchema v1 = Schemas.schema(uid, 1, TEXT);
        Map<String, String> columns = new HashMap<>(asMade(v1).columns());
        columns.put("theirs", "integer");
        WarehouseTable table = new WarehouseTable(true, columns, false, recorded(1));
        assertThat(plan(table, Optional.of(v1), v1)).hasSize(1);
    }

    private static Optional<Recorded> recorded(int version) {
        return Optional.of(new Recorded(version, OptionalLong.empty()));
    }

    private List<Statement> plan(
            WarehouseTable actual, Optional<TableSchema> recorded, TableSchema unit) {
        LoadPlan plan =
                planner.plan(
                        actual, recorded, List.of(new Written(Schemas.unit(unit, 1, 0), unit)));
        return ((LoadPlan.Ready) plan).statements();
    }

    private String refusal(
            WarehouseTable actual, Optional<TableSchema> recorded, TableSchema unit) {
        LoadPlan plan =
                planner.plan(
                        actual, recorded, List.of(new Written(Schemas.unit(unit, 1, 0), unit)));
        return ((LoadPlan.Refused) plan).reason();
    }

    private static WarehouseTable asMade(TableSchema schema) {
        Map<String, String> columns = new HashMap<>();
        Stream.of(SystemColumn.values())
                .forEach(it -> columns.put(it.columnName(), PG.catalogName(it.type())));
        schema.columns().forEach(it -> columns.put(it.name(), PG.catalogName(it.type())));
        return new WarehouseTable(true, columns, false, recorded(schema.version()));
    }
}
