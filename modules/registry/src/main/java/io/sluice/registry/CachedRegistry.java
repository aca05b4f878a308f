package io.sluice.registry;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Lineage;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A registry that remembers: {@link #table} and {@link #version} ask the one behind it only for
 * what they do not know, so that in steady state no event costs a query. All instances of a process
 * share one. Thread-safe.
 *
 * <p>What {@link #table} answers may be behind: commits of this process are known at once, those of
 * others by {@link #onNews}. That is harmless, since a commit on an old version is a conflict,
 * which brings the current one. {@link #current} always asks.
 */
public final class CachedRegistry implements Registry {
    private final Registry registry;
    private final SchemaCache schemas;

    /** The most tables and versions that are remembered, unless told otherwise. */
    public static final int DEFAULT_SIZE = 10_000;

    private CachedRegistry(Registry registry, int size) {
        this.registry = registry;
        this.schemas = new SchemaCache(registry, size);
    }

    /** Remembers what the registry says, and completes when it hears its news. */
    public static Future<CachedRegistry> over(Registry registry) {
        return over(registry, DEFAULT_SIZE);
    }

    /**
     * Remembers what the registry says, and completes when it hears its news.
     *
     * @param size the most tables and versions that are remembered, each
     */
    public static Future<CachedRegistry> over(Registry registry, int size) {
        CachedRegistry cached = new CachedRegistry(registry, size);
        return registry.onNews(cached.schemas::refresh).map(listening -> cached);
    }

    /** The newest version known of this kind of event, without asking. */
    public Optional<TableSchema> known(String app, String entype, String evname) {
        return schemas.known(app, entype, evname);
    }

    /** Remembers a version that was learnt elsewhere, if it is newer than what is known. */
    public void learn(TableSchema schema) {
        schemas.learn(schema);
    }

    @Override
    public Future<TableSchema> table(String app, String entype, String evname) {
        return schemas.table(app, entype, evname);
    }

    @Override
    public Future<Commit> commit(TableSchema next, Lineage lineage) {
        return registry.commit(next, lineage)
                .onSuccess(
                        commit ->
                                schemas.learn(
                                        switch (commit) {
                                            case Commit.Committed(TableSchema schema) -> schema;
                                            case Commit.Conflict(TableSchema current) -> current;
                                        }));
    }

    @Override
    public Future<Optional<TableSchema>> current(TableUid table) {
        return registry.current(table).onSuccess(found -> found.ifPresent(schemas::learn));
    }

    @Override
    public Future<Optional<TableSchema>> version(TableUid table, int version) {
        return schemas.version(table, version);
    }

    @Override
    public Future<List<TableSchema>> tables(String app) {
        return registry.tables(app).onSuccess(found -> found.forEach(schemas::learn));
    }

    @Override
    public AppDirectory directory() {
        return registry.directory();
    }

    @Override
    public Future<Void> ensureWriteKey(String app, WriteKeyHash key) {
        return registry.ensureWriteKey(app, key);
    }

    @Override
    public Future<Void> ensureApp(String app) {
        return registry.ensureApp(app);
    }

    @Override
    public Future<Void> report(ProcessReport report) {
        return registry.report(report);
    }

    @Override
    public Future<List<ProcessReport>> reports(String part, Duration age) {
        return registry.reports(part, age);
    }

    @Override
    public Future<List<String>> apps() {
        return registry.apps();
    }

    @Override
    public Future<List<Map.Entry<TableSchema, Lineage>>> history(TableUid table) {
        return registry.history(table);
    }

    @Override
    public Future<Void> published(List<LoadUnit> units) {
        return registry.published(units);
    }

    @Override
    public Future<Void> loaded(List<UUID> units) {
        return registry.loaded(units);
    }

    @Override
    public Future<Void> parked(UUID unit, String reason) {
        return registry.parked(unit, reason);
    }

    @Override
    public Future<Void> held(List<UUID> units, String reason) {
        return registry.held(units, reason);
    }

    @Override
    public Future<List<UnitRecord>> units(
            String app, UnitRecord.State state, int limit, Optional<UnitCursor> after) {
        return registry.units(app, state, limit, after);
    }

    @Override
    public Future<Optional<UnitRecord>> unit(UUID id) {
        return registry.unit(id);
    }

    @Override
    public Future<UnitBooks> unitBooks(String app, Collection<UUID> units, int openLimit) {
        return registry.unitBooks(app, units, openLimit);
    }

    @Override
    public Future<Map<UUID, Long>> unitsOf(TableUid table, int limit) {
        return registry.unitsOf(table, limit);
    }

    @Override
    public Future<Set<String>> manifests(String app, Collection<String> keys) {
        return registry.manifests(app, keys);
    }

    @Override
    public Future<Void> onNews(Consumer<News> listener) {
        return registry.onNews(listener);
    }

    @Override
    public Future<Void> close() {
        return registry.close();
    }
}
