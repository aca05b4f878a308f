package io.sluice.registry;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The registry on PostgreSQL. A process opens one, whatever its instances: it holds at most {@link
 * RegistrySettings#maxConnections()} connections and one more that listens. Thread-safe.
 *
 * <p>Every call has a limit. While the database cannot be reached calls are repeated for {@link
 * RegistrySettings#retryFor()}, with growing pauses; all of them may run twice without harm. A call
 * fails with a {@link RegistryException}.
 */
public final class PostgresRegistry implements Registry {
    private final RegistryCounters counters = new RegistryCounters();
    private final UUID process = UUID.randomUUID();
    private final PgStatements statements;
    private final PgTables tables;
    private final PgApps apps;
    private final NewsFeed news;

    private PostgresRegistry(Vertx vertx, RegistrySettings settings) {
        statements =
                new PgStatements(vertx, PgConnections.pool(vertx, settings), settings, counters);
        tables = new PgTables(statements, counters, process);
        apps = new PgApps(statements);
        news = new NewsFeed(vertx, settings, statements, process);
    }

    /** Brings the tables up to date, unless the settings forbid it, and opens the registry. */
    public static Future<PostgresRegistry> open(Vertx vertx, RegistrySettings settings) {
        Future<Void> ready =
                settings.migrate() ? migrate(vertx, settings) : Future.succeededFuture();
        // Only now, so that migration and pool never hold connections at the same time.
        return ready.map(done -> new PostgresRegistry(vertx, settings));
    }

    /** Brings the tables up to date. Many processes may do so at once. */
    public static Future<Void> migrate(Vertx vertx, RegistrySettings settings) {
        return vertx.executeBlocking(
                () -> {
                    Migrations.run(settings);
                    return null;
                },
                false);
    }

    /** What this process asked of the registry. */
    public RegistryCounters counters() {
        return counters;
    }

    @Override
    public Future<Void> ensureApp(String app) {
        return apps.ensureApp(app);
    }

    @Override
    public Future<List<String>> apps() {
        return statements
                .run(RegistrySql.APPS, Tuple.tuple())
                .map(rows -> RegistryRows.all(rows, row -> row.getString("name")));
    }

    @Override
    public Future<Void> ensureWriteKey(String app, WriteKeyHash key) {
        return apps.ensureKey(app, key);
    }

    @Override
    public AppDirectory directory() {
        return apps;
    }

    @Override
    public Future<TableSchema> table(String app, String entype, String evname) {
        return tables.table(app, entype, evname);
    }

    @Override
    public Future<Commit> commit(TableSchema next, Lineage lineage) {
        return tables.commit(next, lineage);
    }

    @Override
    public Future<Optional<TableSchema>> current(TableUid table) {
        return tables.current(table);
    }

    @Override
    public Future<Optional<TableSchema>> version(TableUid table, int version) {
        return tables.version(table, version);
    }

    @Override
    public Future<List<TableSchema>> tables(String app) {
        return statements
                .run(RegistrySql.CURRENT_OF_APP, Tuple.of(app))
                .map(rows -> RegistryRows.all(rows, RegistryRows::schema));
    }

    @Override
    public Future<List<Map.Entry<TableSchema, Lineage>>> history(TableUid table) {
        return statements
                .run(RegistrySql.HISTORY, Tuple.of(table.value()))
                .map(rows -> RegistryRows.all(rows, RegistryRows::versionWithLineage));
    }

    @Override
    public Future<Void> published(List<LoadUnit> units) {
        return units.isEmpty()
                ? Future.succeededFuture()
                : change(RegistrySql.PUBLISHED, Tuple.of(RegistryJson.ofUnits(units)));
    }

    @Override
    public Future<Void> loaded(List<UUID> units) {
        return units.isEmpty()
                ? Future.succeededFuture()
                : change(RegistrySql.LOADED, Tuple.of(units.toArray(UUID[]::new)));
    }

    @Override
    public Future<Void> parked(UUID unit, String reason) {
        return change(RegistrySql.PARKED, Tuple.of(unit, StoredText.of(reason)));
    }

    private Future<Void> change(String sql, Tuple values) {
        Future<RowSet<Row>> done = statements.run(sql, values);
        return done.mapEmpty();
    }

    @Override
    public Future<Void> held(List<UUID> units, String reason) {
        return units.isEmpty()
                ? Future.succeededFuture()
                : change(
                        RegistrySql.HELD,
                        Tuple.of(units.toArray(UUID[]::new), StoredText.of(reason)));
    }

    @Override
    public Future<List<UnitRecord>> units(
            String app, UnitRecord.State state, int limit, Optional<UnitCursor> after) {
        boolean newestFirst = state == UnitRecord.State.LOADED;
        Future<RowSet<Row>> found =
                after.map(
                                it ->
                                        statements.run(
                                                newestFirst
                                                        ? RegistrySql.UNITS_BEFORE
                                                        : RegistrySql.UNITS_AFTER,
                                                Tuple.of(
                                                        app,
                                                        state.name(),
                                                        limit,
                                                        it.changedAt().atOffset(ZoneOffset.UTC),
                                                        it.unit())))
                        .orElseGet(
                                () ->
                                        statements.run(
                                                newestFirst
                                                        ? RegistrySql.UNITS_NEWEST
                                                        : RegistrySql.UNITS,
                                                Tuple.of(app, state.name(), limit)));
        return found.map(rows -> RegistryRows.all(rows, RegistryRows::unit));
    }

    @Override
    public Future<Optional<UnitRecord>> unit(UUID id) {
        return statements
                .run(RegistrySql.UNIT, Tuple.of(id))
                .map(rows -> RegistryRows.first(rows, RegistryRows::unit));
    }

    @Override
    public Future<UnitBooks> unitBooks(String app, Collection<UUID> units, int openLimit) {
        return statements
                .run(RegistrySql.UNIT_BOOKS, Tuple.of(app, units.toArray(UUID[]::new), openLimit))
                .map(RegistryRows::unitBooks);
    }

    @Override
    public Future<Map<UUID, Long>> unitsOf(TableUid table, int limit) {
        return statements
                .run(RegistrySql.UNITS_OF, Tuple.of(table.value(), limit))
                .map(
                        rows -> {
                            Map<UUID, Long> units = new HashMap<>();
                            rows.forEach(row -> units.put(row.getUUID("id"), row.getLong("rows")));
                            return units;
                        });
    }

    @Override
    public Future<Set<String>> manifests(String app, Collection<String> keys) {
        return statements
                .run(
                        RegistrySql.MANIFESTS,
                        Tuple.tuple().addString(app).addArrayOfString(keys.toArray(String[]::new)))
                .map(rows -> RegistryRows.all(rows, row -> row.getString("manifest")))
                .map(Set::copyOf);
    }

    @Override
    public Future<Void> report(ProcessReport report) {
        return change(RegistrySql.REPORT, Tuple.of(report.process(), report.part(), report.told()));
    }

    @Override
    public Future<List<ProcessReport>> reports(String part, Duration age) {
        return statements
                .run(RegistrySql.REPORTS, Tuple.of(part, age.toMillis()))
                .map(
                        rows ->
                                RegistryRows.all(
                                        rows,
                                        row ->
                                                new ProcessReport(
                                                        row.getUUID("process"),
                                                        part,
                                                        row.getString("told"))));
    }

    @Override
    public Future<Void> onNews(Consumer<News> listener) {
        return news.add(listener);
    }

    @Override
    public Future<Void> close() {
        return news.close().eventually(statements::close);
    }
}
