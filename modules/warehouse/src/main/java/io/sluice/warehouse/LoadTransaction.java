package io.sluice.warehouse;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LoadPlanner.Written;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One transaction that loads units of one table. Made anew for each; one thread. */
final class LoadTransaction {
    private final Connection connection;
    private final Dialect dialect;
    private final String namespace;
    private final Ledger ledger;
    private final RowCopy copy;
    private final WarehouseSettings settings;
    private final Versions versions;

    LoadTransaction(
            Connection connection,
            Dialect dialect,
            String app,
            RowCopy copy,
            WarehouseSettings settings,
            Versions versions) {
        this.connection = connection;
        this.dialect = dialect;
        this.namespace = Names.namespace(app);
        this.ledger = new Ledger(dialect, namespace);
        this.settings = settings;
        this.versions = versions;
        this.copy = copy;
    }

    /** Lock, check, run the plan, write the ledger, commit. */
    List<UnitOutcome> run(List<LoadUnit> units) throws SQLException, IOException {
        Map<UUID, UnitOutcome> outcomes = lockAndFind(units);
        List<LoadUnit> fresh = fresh(units, outcomes);
        if (!fresh.isEmpty()) {
            LoadPlan.Ready plan = ready(fresh);
            if (!plan.alone().isEmpty()) {
                runAlone(plan.alone());
                // Others may have loaded meanwhile: all is looked at anew.
                outcomes = lockAndFind(units);
                fresh = fresh(units, outcomes);
                plan = fresh.isEmpty() ? plan : ready(fresh);
            }
            if (!fresh.isEmpty()) {
                for (UnitOutcome outcome : run(plan)) {
                    outcomes.put(outcome.unit(), outcome);
                }
                connection.commit();
            }
        }
        Map<UUID, UnitOutcome> all = outcomes;
        return units.stream().map(unit -> outcome(all, unit)).toList();
    }

    private Map<UUID, UnitOutcome> lockAndFind(List<LoadUnit> units) throws SQLException {
        TableUid table = units.getFirst().table();
        ledger.lock(connection, table);
        return ledger.find(connection, table, units.stream().map(LoadUnit::id).toList());
    }

    private static List<LoadUnit> fresh(List<LoadUnit> units, Map<UUID, UnitOutcome> outcomes) {
        Map<UUID, LoadUnit> fresh = new LinkedHashMap<>();
        for (LoadUnit unit : units) {
            if (!outcomes.containsKey(unit.id())) {
                fresh.putIfAbsent(unit.id(), unit);
            }
        }
        return List.copyOf(fresh.values());
    }

    /** Each statement committed by itself: it changes nothing that a reader sees. */
    private void runAlone(List<Statement> statements) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        for (Statement statement : statements) {
            execute(dialect.sql(namespace, statement));
        }
        connection.setAutoCommit(false);
    }

    private static UnitOutcome outcome(Map<UUID, UnitOutcome> outcomes, LoadUnit unit) {
        UnitOutcome outcome = outcomes.get(unit.id());
        if (outcome == null) {
            throw new IllegalStateException("a plan left out unit " + unit.id());
        }
        return outcome;
    }

    /** The plan for units that are not loaded yet, from what the warehouse has now. */
    LoadPlan plan(List<LoadUnit> units) throws SQLException {
        List<Written> written =
                units.stream()
                        .map(it -> new Written(it, version(it.table(), it.version())))
                        .toList();
        TableSchema any = written.getFirst().schema();
        Catalog catalog = new Catalog(dialect, namespace);
        WarehouseTable actual =
                Catalog.exists(connection, namespace, Ledger.VIEW)
                        ? catalog.read(connection, any)
                        : WarehouseTable.ABSENT;
        Optional<TableSchema> recorded =
                actual.recorded().map(it -> version(any.table(), it.version()));
        LoadPlan plan = new LoadPlanner(dialect).plan(actual, recorded, written);
        return plan instanceof LoadPlan.Ready ready
                        && ready.changesColumns()
                        && dialect.replacesColumns()
                ? LoadPlanner.unlessBound(ready, any, catalog.boundViews(connection, any.name()))
                : plan;
    }

    private LoadPlan.Ready ready(List<LoadUnit> units) throws SQLException {
        return switch (plan(units)) {
            case LoadPlan.Refused refused ->
                    throw new WarehouseException(WarehouseException.Kind.REFUSED, refused.reason());
            case LoadPlan.Ready ready -> ready;
        };
    }

    private TableSchema version(TableUid table, int version) {
        return versions.version(table, version);
    }

    private List<UnitOutcome> run(LoadPlan.Ready plan) throws SQLException, IOException {
        List<UnitOutcome> outcomes = new ArrayList<>();
        for (Statement statement : plan.statements()) {
            switch (statement) {
                case Statement.CopyUnit unit -> outcomes.add(copy(unit));
                case Statement.RecordVersion version ->
                        ledger.recordVersion(connection, version.schema());
                case Statement.RebuildColumns rebuild ->
                        new ColumnRebuild(connection, dialect, namespace, ledger, copy, versions)
                                .run(rebuild);
                default -> execute(dialect.sql(namespace, statement));
            }
        }
        return outcomes;
    }

    private UnitOutcome copy(Statement.CopyUnit statement) throws SQLException, IOException {
        LoadUnit unit = statement.unit();
        long duplicates = copy.run(statement);
        UnitOutcome outcome =
                new UnitOutcome(
                        unit.id(), false, unit.rows(), unit.rows() - duplicates, duplicates);
        ledger.insert(
                connection,
                new Ledger.Row(
                        outcome,
                        statement.written(),
                        unit.bucket(),
                        unit.manifestKey(),
                        settings.instance()));
        return outcome;
    }

    private void execute(List<String> all) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            for (String sql : all) {
                statement.execute(sql);
            }
        }
    }
}
