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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** One transaction that loads units of one app. Made anew for each; one thread. */
final class LoadTransaction {
    private final Connection connection;
    private final Dialect dialect;
    private final String namespace;
    private final Ledger ledger;
    private final RowCopy copy;
    private final WarehouseSettings settings;
    private final Versions versions;
    private final LeftOut left;
    private Optional<Statement.CopyUnit> copying = Optional.empty();

    /**
     * @param left rows that its one unit is loaded without
     */
    LoadTransaction(
            Connection connection,
            Dialect dialect,
            String app,
            RowCopy copy,
            WarehouseSettings settings,
            Versions versions,
            LeftOut left) {
        this.connection = connection;
        this.dialect = dialect;
        this.namespace = Names.namespace(app);
        this.ledger = new Ledger(dialect, namespace);
        this.settings = settings;
        this.versions = versions;
        this.copy = copy;
        this.left = left;
    }

    /** The copy that runs; after a failure that it came from, the one that failed. */
    Optional<Statement.CopyUnit> copying() {
        return copying;
    }

    /** Lock, check, run the plans table by table, write the ledger, commit. */
    List<UnitOutcome> run(List<LoadUnit> units) throws SQLException, IOException {
        Map<UUID, UnitOutcome> outcomes = lockAndFind(units);
        List<LoadPlan.Ready> plans = plans(units, outcomes);
        List<Statement> alone = plans.stream().flatMap(it -> it.alone().stream()).toList();
        if (!alone.isEmpty()) {
            runAlone(alone);
            // Others may have loaded meanwhile: all is looked at anew.
            outcomes = lockAndFind(units);
            plans = plans(units, outcomes);
        }
        if (!plans.isEmpty()) {
            for (LoadPlan.Ready plan : plans) {
                for (UnitOutcome outcome : run(plan)) {
                    outcomes.put(outcome.unit(), outcome);
                }
            }
            connection.commit();
        }
        Map<UUID, UnitOutcome> all = outcomes;
        return units.stream().map(unit -> outcome(all, unit)).toList();
    }

    /** Shards in the order of their numbers: two transactions never wait for each other. */
    private Map<UUID, UnitOutcome> lockAndFind(List<LoadUnit> units) throws SQLException {
        SortedMap<Integer, List<LoadUnit>> shards = new TreeMap<>();
        for (LoadUnit unit : units) {
            shards.computeIfAbsent(Ledger.shard(unit.table()), it -> new ArrayList<>()).add(unit);
        }
        for (int shard : shards.keySet()) {
            ledger.lock(connection, shard);
        }
        Map<UUID, UnitOutcome> found = new HashMap<>();
        for (Map.Entry<Integer, List<LoadUnit>> shard : shards.entrySet()) {
            found.putAll(
                    ledger.find(
                            connection,
                            shard.getKey(),
                            shard.getValue().stream().map(LoadUnit::id).toList()));
        }
        return found;
    }

    /** For each table that has units which are not loaded yet, in the order of the first. */
    private List<LoadPlan.Ready> plans(List<LoadUnit> units, Map<UUID, UnitOutcome> outcomes)
            throws SQLException {
        Map<TableUid, Map<UUID, LoadUnit>> fresh = new LinkedHashMap<>();
        for (LoadUnit unit : units) {
            if (!outcomes.containsKey(unit.id())) {
                fresh.computeIfAbsent(unit.table(), it -> new LinkedHashMap<>())
                        .putIfAbsent(unit.id(), unit);
            }
        }
        List<LoadPlan.Ready> plans = new ArrayList<>();
        for (Map<UUID, LoadUnit> ofTable : fresh.values()) {
            plans.add(ready(List.copyOf(ofTable.values())));
        }
        return plans;
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

    /** The plan for units of one table that are not loaded yet, from what the warehouse has now. */
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
                ? withoutLoss(ready, any, catalog)
                : plan;
    }

    /** What hangs on columns that are replaced is in the way, or is put back. */
    private LoadPlan withoutLoss(LoadPlan.Ready plan, TableSchema table, Catalog catalog)
            throws SQLException {
        ColumnDetails had = ColumnDetails.read(connection, namespace, table.name());
        return LoadPlanner.unlessBound(
                LoadPlanner.keeping(plan, table, had),
                table,
                catalog.boundViews(connection, table.name()));
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
        LeftOut ofUnit = left.of(unit.files().stream().map(LoadUnit.DataFile::key).toList());
        copying = Optional.of(statement);
        long duplicates = copy.run(statement, ofUnit);
        copying = Optional.empty();
        long loaded = unit.rows() - duplicates - ofUnit.rows().size();
        UnitOutcome outcome = new UnitOutcome(unit.id(), false, unit.rows(), loaded, duplicates);
        ledger.insert(
                connection,
                new Ledger.Row(
                        outcome,
                        statement.written(),
                        unit.bucket(),
                        unit.manifestKey(),
                        settings.instance()));
        new RefusedLedger(dialect, namespace).note(connection, unit, ofUnit.rows());
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
