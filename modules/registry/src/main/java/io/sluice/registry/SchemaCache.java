package io.sluice.registry;

import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What a {@link CachedRegistry} knows of tables and versions. Thread-safe. */
final class SchemaCache {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaCache.class);

    private record Kind(String app, String entype, String evname) {
        static Kind of(TableSchema schema) {
            return new Kind(schema.app(), schema.entype(), schema.evname());
        }
    }

    private record Version(TableUid table, int number) {}

    private final Registry registry;
    private final Bounded<Kind, TableSchema> newest;
    private final Bounded<TableUid, Kind> kinds;
    private final Bounded<Version, TableSchema> versions;
    private final Flights<Kind, TableSchema> tableFlights = new Flights<>();
    private final Flights<Version, Optional<TableSchema>> versionFlights = new Flights<>();

    /** Tables to read again, one after the other: news come in floods, connections are few. */
    private final LinkedHashSet<TableUid> outdated = new LinkedHashSet<>();

    private boolean reading;

    SchemaCache(Registry registry, int size) {
        this.registry = registry;
        this.newest = new Bounded<>(size);
        this.kinds = new Bounded<>(size);
        this.versions = new Bounded<>(size);
    }

    Optional<TableSchema> known(String app, String entype, String evname) {
        return Optional.ofNullable(newest.get(new Kind(app, entype, evname)));
    }

    Future<TableSchema> table(String app, String entype, String evname) {
        Kind kind = new Kind(app, entype, evname);
        TableSchema known = newest.get(kind);
        return known != null
                ? Future.succeededFuture(known)
                : tableFlights.ask(
                        kind, () -> registry.table(app, entype, evname).onSuccess(this::learn));
    }

    Future<Optional<TableSchema>> version(TableUid table, int number) {
        Version version = new Version(table, number);
        TableSchema known = versions.get(version);
        return known != null
                ? Future.succeededFuture(Optional.of(known))
                : versionFlights.ask(
                        version,
                        () ->
                                registry.version(table, number)
                                        .onSuccess(
                                                found ->
                                                        found.ifPresent(
                                                                s -> versions.put(version, s))));
    }

    /** Never replaces a version by an older one. */
    synchronized void learn(TableSchema schema) {
        versions.put(new Version(schema.table(), schema.version()), schema);
        Kind kind = Kind.of(schema);
        TableSchema known = newest.get(kind);
        if (known == null || known.version() < schema.version()) {
            newest.put(kind, schema);
            kinds.put(schema.table(), kind);
        }
    }

    /** Reads again what the news are about, if it is known here. */
    void refresh(News news) {
        switch (news) {
            case News.Table(TableUid table) -> {
                if (kinds.get(table) != null && noteOutdated(table)) {
                    readNext();
                }
            }
            case News.App app -> {
                // Its tables are as they were.
            }
            case News.Missed missed -> refreshAll();
        }
    }

    private void refreshAll() {
        Set<String> apps = new HashSet<>();
        newest.values().forEach(schema -> apps.add(schema.app()));
        apps.forEach(app -> registry.tables(app).onSuccess(all -> all.forEach(this::learn)));
    }

    /** True if nobody is reading. */
    private synchronized boolean noteOutdated(TableUid table) {
        outdated.add(table);
        boolean start = !reading;
        reading = true;
        return start;
    }

    private void readNext() {
        TableUid table = takeOutdated();
        if (table != null) {
            registry.current(table)
                    .onSuccess(
                            found -> {
                                found.ifPresent(this::learn);
                                readNext();
                            })
                    .onFailure(this::giveUp);
        }
    }

    private synchronized @Nullable TableUid takeOutdated() {
        if (outdated.isEmpty()) {
            reading = false;
            return null;
        }
        return outdated.removeFirst();
    }

    /**
     * Harmless: after an outage all is read again, and a commit on an old version is a conflict.
     */
    private synchronized void giveUp(Throwable failure) {
        outdated.clear();
        reading = false;
        LOG.atDebug().setMessage("registry news could not be read").setCause(failure).log();
    }
}
