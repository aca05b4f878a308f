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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The registry in memory: the same answers as the one on Postgres, for tests and trials.
 * Thread-safe; every future is complete when it is returned.
 */
public final class MemoryRegistry implements Registry {
    private final MemoryStore store;
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();

    public MemoryRegistry() {
        this(new MemoryStore());
    }

    private MemoryRegistry(MemoryStore store) {
        this.store = store;
        store.members.add(this);
    }

    /** The same registry as another process sees it. */
    public MemoryRegistry peer() {
        return new MemoryRegistry(store);
    }

    @Override
    public Future<Void> ensureApp(String app) {
        return run(() -> store.apps.ensureApp(app));
    }

    @Override
    public Future<Void> report(ProcessReport report) {
        return run(() -> store.report(report));
    }

    @Override
    public Future<List<ProcessReport>> reports(String part, Duration age) {
        return call(() -> store.reports(part, age));
    }

    @Override
    public Future<List<String>> apps() {
        return call(() -> store.apps.names());
    }

    @Override
    public Future<Void> ensureWriteKey(String app, WriteKeyHash key) {
        return run(() -> store.apps.ensureKey(app, key));
    }

    @Override
    public AppDirectory directory() {
        return store.apps;
    }

    @Override
    public Future<TableSchema> table(String app, String entype, String evname) {
        return call(() -> store.table(app, entype, evname));
    }

    @Override
    public Future<Commit> commit(TableSchema next, Lineage lineage) {
        Future<Commit> result = call(() -> store.commit(next, lineage));
        if (result.succeeded() && result.result() instanceof Commit.Committed) {
            store.members.stream()
                    .filter(member -> member != this)
                    .forEach(member -> member.tell(new News.Table(next.table())));
        }
        return result;
    }

    @Override
    public Future<Optional<TableSchema>> current(TableUid table) {
        return call(() -> store.current(table));
    }

    @Override
    public Future<Optional<TableSchema>> version(TableUid table, int version) {
        return call(() -> store.version(table, version));
    }

    @Override
    public Future<List<TableSchema>> tables(String app) {
        return call(() -> store.tables(app));
    }

    @Override
    public Future<List<Map.Entry<TableSchema, Lineage>>> history(TableUid table) {
        return call(() -> store.history(table));
    }

    @Override
    public Future<Void> published(List<LoadUnit> units) {
        return run(() -> store.published(units));
    }

    @Override
    public Future<Void> loaded(List<UUID> units) {
        return run(() -> units.forEach(id -> store.changeUnit(id, UnitRecord.State.LOADED, "")));
    }

    @Override
    public Future<Void> parked(UUID unit, String reason) {
        return run(() -> store.changeUnit(unit, UnitRecord.State.PARKED, reason));
    }

    @Override
    public Future<Void> held(List<UUID> units, String reason) {
        return run(() -> units.forEach(id -> store.holdUnit(id, reason)));
    }

    @Override
    public Future<List<UnitRecord>> units(
            String app, UnitRecord.State state, int limit, Optional<UnitCursor> after) {
        return call(() -> store.units(app, state, limit, after));
    }

    @Override
    public Future<Optional<UnitRecord>> unit(UUID id) {
        return call(() -> store.unit(id));
    }

    @Override
    public Future<UnitBooks> unitBooks(String app, Collection<UUID> units, int openLimit) {
        return call(() -> store.unitBooks(app, units, openLimit));
    }

    @Override
    public Future<Map<UUID, Long>> unitsOf(TableUid table, int limit) {
        return call(() -> store.unitsOf(table, limit));
    }

    @Override
    public Future<Set<String>> manifests(String app, Collection<String> keys) {
        return call(() -> store.manifests(app, keys));
    }

    void tell(News news) {
        listeners.forEach(listener -> listener.accept(news));
    }

    @Override
    public Future<Void> onNews(Consumer<News> listener) {
        listeners.add(listener);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        listeners.clear();
        store.members.remove(this);
        return Future.succeededFuture();
    }

    private Future<Void> run(Runnable change) {
        return call(() -> {
                    change.run();
                    return true;
                })
                .mapEmpty();
    }

    private <T> Future<T> call(Supplier<T> read) {
        try {
            synchronized (store) {
                return Future.succeededFuture(read.get());
            }
        } catch (RegistryException refused) {
            return Future.failedFuture(refused);
        }
    }
}
