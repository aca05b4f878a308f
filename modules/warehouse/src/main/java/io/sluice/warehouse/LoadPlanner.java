package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Column;
import io.sluice.schema.LogicalType;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.Statement.CopyUnit;
import io.sluice.warehouse.Statement.Widening;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes load plans. Pure and thread-safe. */
public record LoadPlanner(Dialect dialect) {
    /** A unit and the version its lines are written in. */
    public record Written(LoadUnit unit, TableSchema schema) {}

    /**
     * The plan for some units of one table.
     *
     * @param actual what the warehouse has
     * @param recorded the schema of {@code actual.recorded()}
     * @param units at least one, in the order to load
     */
    public LoadPlan plan(
            WarehouseTable actual, Optional<TableSchema> recorded, List<Written> units) {
        TableSchema newest =
                units.stream()
                        .map(Written::schema)
                        .max(Comparator.comparingInt(TableSchema::version))
                        .orElseThrow();
        Optional<String> other = recorded.flatMap(it -> otherHistory(actual, it));
        if (other.isPresent()) {
            return new LoadPlan.Refused(other.get());
        }
        TableSchema target =
                recorded.filter(known -> known.version() >= newest.version()).orElse(newest);
        Optional<String> wrong = compare(actual, recorded, target);
        if (wrong.isPresent()) {
            return new LoadPlan.Refused(wrong.get());
        }
        List<Statement> statements = new ArrayList<>();
        List<Statement> alone = new ArrayList<>();
        if (recorded.isEmpty()) {
            statements.add(new Statement.CreateTable(target));
            statements.add(new Statement.RecordVersion(target));
        } else if (recorded.get().version() < target.version()) {
            alone.addAll(grow(actual, recorded.get(), target));
            statements.addAll(widen(recorded.get(), target));
            statements.add(new Statement.RecordVersion(target));
        }
        if (!actual.idIndexed() && units.stream().anyMatch(it -> it.unit().withId() > 0)) {
            statements.add(new Statement.IndexIds(target));
        }
        for (Written it : units) {
            statements.add(new CopyUnit(it.unit(), it.schema(), target, it.unit().withId() > 0));
        }
        return new LoadPlan.Ready(alone, statements);
    }

    /**
     * The plan, unless views are in the way of it.
     *
     * @param table what it is for
     * @param views bound to the table, quoted
     */
    static LoadPlan unlessBound(LoadPlan.Ready plan, TableSchema table, List<String> views) {
        return views.isEmpty() || !plan.changesColumns()
                ? plan
                : new LoadPlan.Refused(inTheWay(table, views));
    }

    /**
     * The plan, with what people have given the columns that it replaces.
     *
     * @param had what they have now
     */
    static LoadPlan.Ready keeping(LoadPlan.Ready plan, TableSchema target, ColumnDetails had) {
        Map<String, String> comments = new TreeMap<>();
        Set<String> names = new HashSet<>();
        for (Column column : plan.replaced()) {
            names.add(column.name());
            String comment = had.comments().getOrDefault(column.name(), column.path());
            if (!comment.equals(column.path())) {
                comments.put(column.name(), comment);
            }
        }
        List<ColumnGrant> grants =
                had.grants().stream().filter(it -> names.contains(it.column())).toList();
        if (comments.isEmpty() && grants.isEmpty()) {
            return plan;
        }
        List<Statement> statements = new ArrayList<>(plan.statements());
        int copies = 0;
        while (!(statements.get(copies) instanceof CopyUnit)) {
            copies++;
        }
        statements.add(copies, new Statement.PutBack(target, comments, grants));
        return new LoadPlan.Ready(plan.alone(), statements);
    }

    private static String inTheWay(TableSchema table, List<String> views) {
        return ("table %s has to be widened, and views are bound to it: run DROP VIEW %s; and make"
                        + " them again afterwards, best WITH NO SCHEMA BINDING")
                .formatted(table.name(), String.join(", ", views));
    }

    /** Only what has not grown yet: a plan that was interrupted goes on where it was. */
    private List<Statement> grow(WarehouseTable actual, TableSchema from, TableSchema to) {
        List<Statement> growing = new ArrayList<>();
        for (int i = 0; i < from.columns().size(); i++) {
            Column is = to.columns().get(i);
            if (dialect.grows(from.columns().get(i).type(), is.type())
                    && !dialect.holds(actual.columns().getOrDefault(is.name(), ""), is.type())) {
                growing.add(new Statement.GrowColumn(to, is.name(), is.type()));
            }
        }
        return growing;
    }

    private List<Statement> widen(TableSchema from, TableSchema to) {
        List<Widening> casts = new ArrayList<>();
        List<Column> rebuilt = new ArrayList<>();
        int known = from.columns().size();
        for (int i = 0; i < known; i++) {
            Column was = from.columns().get(i);
            Column is = to.columns().get(i);
            if (!dialect.catalogName(was.type()).equals(dialect.catalogName(is.type()))
                    && !dialect.grows(was.type(), is.type())) {
                dialect.cast(dialect.quote(is.name()), was.facts(), is.type())
                        .ifPresentOrElse(
                                cast ->
                                        casts.add(
                                                new Widening(
                                                        is.name(), was.type(), is.type(), cast)),
                                () -> rebuilt.add(is));
            }
        }
        List<Statement> statements = new ArrayList<>();
        if (known < to.columns().size()) {
            statements.add(
                    new Statement.AddColumns(to, to.columns().subList(known, to.columns().size())));
        }
        if (!casts.isEmpty()) {
            statements.add(new Statement.WidenColumns(to, casts));
        }
        if (!rebuilt.isEmpty()) {
            statements.add(new Statement.RebuildColumns(to, rebuilt));
        }
        return statements;
    }

    /** Two paths may have one name in two histories: rows of one must not go into the other. */
    private static Optional<String> otherHistory(WarehouseTable actual, TableSchema known) {
        OptionalLong written =
                actual.recorded()
                        .map(WarehouseTable.Recorded::fingerprint)
                        .orElse(OptionalLong.empty());
        return written.isEmpty() || written.getAsLong() == known.fingerprint()
                ? Optional.empty()
                : Optional.of(
                        ("table %s was brought to version %d with fingerprint %x, and the registry"
                             + " has %x of that version: it is not the registry that this warehouse"
                             + " was loaded with, or an older state of it; put back the right one")
                                .formatted(
                                        known.name(),
                                        known.version(),
                                        written.getAsLong(),
                                        known.fingerprint()));
    }

    /** What a hand has altered, if it is in our way. Columns of others are left alone. */
    Optional<String> compare(
            WarehouseTable actual, Optional<TableSchema> recorded, TableSchema target) {
        String name = target.name();
        if (recorded.isEmpty()) {
            return actual.exists()
                    ? Optional.of(
                            "table %s exists but was not made by Sluice: rename or drop it"
                                    .formatted(name))
                    : Optional.empty();
        }
        if (!actual.exists()) {
            return Optional.of(
                    ("table %s was at version %d and is gone: restore it, or delete its row in"
                                    + " _sluice_tables to begin it anew")
                            .formatted(name, recorded.get().version()));
        }
        return Stream.of(
                        Stream.of(SystemColumn.values())
                                .map(it -> check(actual, name, it.columnName(), it.type())),
                        recorded.get().columns().stream()
                                .map(it -> check(actual, name, it.name(), it.type())),
                        target.columns().stream()
                                .skip(recorded.get().columns().size())
                                .map(it -> checkFree(actual, name, it.name())))
                .flatMap(checks -> checks)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> check(
            WarehouseTable actual, String table, String column, LogicalType recorded) {
        String expected = dialect.catalogName(recorded);
        String type = actual.columns().get(column);
        if (type == null) {
            return Optional.of(
                    "column %s of table %s is gone: add it again as %s"
                            .formatted(column, table, expected));
        }
        return dialect.holds(type, recorded)
                ? Optional.empty()
                : Optional.of(
                        "column %s of table %s is of type %s where version and record say %s"
                                .formatted(column, table, type, expected));
    }

    private static Optional<String> checkFree(WarehouseTable actual, String table, String column) {
        return actual.columns().containsKey(column)
                ? Optional.of(
                        "column %s of table %s is there already, and not ours: rename it"
                                .formatted(column, table))
                : Optional.empty();
    }
}
