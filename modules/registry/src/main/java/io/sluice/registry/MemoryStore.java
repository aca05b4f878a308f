package io.sluice.registry;

import io.sluice.rows.LoadUnit;
import io.sluice.schema.Lineage;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a {@link MemoryRegistry} and its peers share. Guarded by its own monitor, but for members.
 */
final class MemoryStore {
    final List<MemoryRegistry> members = new CopyOnWriteArrayList<>();
    final MemoryApps apps = new MemoryApps(this::tell);
    private final Map<TableUid, Versions> tables = new LinkedHashMap<>();
    private final Map<UUID, UnitRecord> units = new LinkedHashMap<>();
    private final Map<List<Object>, Map.Entry<Instant, ProcessReport>> reports = new HashMap<>();

    /** As PostgreSQL sorts: it reads ids as bytes. */
    private static final Comparator<UnitCursor> ORDER =
            Comparator.comparing(UnitCursor::changedAt).thenComparing(it -> it.unit().toString());

    /** A table at version 0, and its versions from 1 up. */
    private record Versions(TableSchema start, List<Map.Entry<TableSchema, Lineage>> list) {
        TableSchema current() {
            return list.isEmpty() ? start : list.getLast().getKey();
        }
    }

    TableSchema table(String app, String entype, String evname) {
        requireApp(app);
        List<TableSchema> known = tables(app);
        for (TableSchema table : known) {
            if (table.entype().equals(entype) && table.evname().equals(evname)) {
                return table;
            }
        }
        String plain = Names.tableName(entype, evname);
        boolean taken = known.stream().anyMatch(table -> table.name().equals(plain));
        String name = taken ? Names.suffixedTableName(entype, evname) : plain;
        TableUid uid = new TableUid(UUID.randomUUID());
        TableSchema made = new TableSchema(uid, app, entype, evname, name, 0, List.of());
        tables.put(uid, new Versions(made, new ArrayList<>()));
        return made;
    }

    Commit commit(TableSchema next, Lineage lineage) {
        Proposal.check(next);
        Versions versions = tables.get(next.table());
        if (versions == null) {
            throw RegistryException.unknownTable(next);
        }
        TableSchema current = versions.current();
        if (current.version() >= next.version()) {
            return new Commit.Conflict(current);
        }
        if (current.version() != next.version() - 1 || !Proposal.keeps(current, next)) {
            throw Proposal.doesNotFollow(current, next);
        }
        Instant at = lineage.at().truncatedTo(ChronoUnit.MICROS);
        versions.list().add(Map.entry(next, new Lineage(lineage.cause(), lineage.instance(), at)));
        return new Commit.Committed(next);
    }

    Optional<TableSchema> current(TableUid uid) {
        return Optional.ofNullable(tables.get(uid)).map(Versions::current);
    }

    Optional<TableSchema> version(TableUid uid, int version) {
        Versions versions = tables.get(uid);
        if (versions == null || version < 0 || version > versions.list().size()) {
            return Optional.empty();
        }
        return Optional.of(
                version == 0 ? versions.start() : versions.list().get(version - 1).getKey());
    }

    List<TableSchema> tables(String app) {
        return tables.values().stream()
                .map(Versions::current)
                .filter(table -> table.app().equals(app))
                .sorted(Comparator.comparing(TableSchema::name))
                .toList();
    }

    List<Map.Entry<TableSchema, Lineage>> history(TableUid uid) {
        Versions versions = tables.get(uid);
        return versions == null ? List.of() : List.copyOf(versions.list());
    }

    void published(List<LoadUnit> published) {
        for (LoadUnit unit : published) {
            units.putIfAbsent(
                    unit.id(), new UnitRecord(unit, UnitRecord.State.PUBLISHED, "", Instant.now()));
        }
    }

    /** What was loaded stays so. */
    void changeUnit(UUID id, UnitRecord.State state, String reason) {
        units.computeIfPresent(
                id,
                (same, had) ->
                        had.state() == UnitRecord.State.LOADED
                                ? had
                                : new UnitRecord(had.unit(), state, reason, Instant.now()));
    }

    void holdUnit(UUID id, String reason) {
        units.computeIfPresent(
                id,
                (same, had) ->
                        had.state() == UnitRecord.State.PUBLISHED
                                ? new UnitRecord(had.unit(), had.state(), reason, had.changedAt())
                                : had);
    }

    List<UnitRecord> units(
            String app, UnitRecord.State state, int limit, Optional<UnitCursor> after) {
        Comparator<UnitCursor> order = state == UnitRecord.State.LOADED ? ORDER.reversed() : ORDER;
        return unitsOf(app)
                .filter(unit -> unit.state() == state)
                .sorted(Comparator.comparing(MemoryStore::cursor, order))
                .filter(unit -> after.map(it -> order.compare(cursor(unit), it) > 0).orElse(true))
                .limit(limit)
                .toList();
    }

    private static UnitCursor cursor(UnitRecord unit) {
        return new UnitCursor(unit.changedAt(), unit.unit().id());
    }

    Optional<UnitRecord> unit(UUID id) {
        return Optional.ofNullable(units.get(id));
    }

    private Stream<UnitRecord> unitsOf(String app) {
        return units.values().stream()
                .filter(unit -> unit.unit().app().equals(app))
                .sorted(Comparator.comparing(MemoryStore::cursor, ORDER));
    }

    UnitBooks unitBooks(String app, Collection<UUID> asked, int openLimit) {
        Map<TableUid, Map<UnitRecord.State, UnitBooks.Sum>> sums = new HashMap<>();
        unitsOf(app)
                .forEach(
                        it ->
                                sums.computeIfAbsent(it.unit().table(), none -> new HashMap<>())
                                        .merge(
                                                it.state(),
                                                new UnitBooks.Sum(1, it.unit().rows()),
                                                UnitBooks.Sum::plus));
        List<UnitBooks.Open> open =
                unitsOf(app)
                        .filter(it -> it.state() != UnitRecord.State.LOADED)
                        .map(UnitRecord::unit)
                        .map(it -> new UnitBooks.Open(it.id(), it.table(), it.rows()))
                        .limit(openLimit)
                        .toList();
        return new UnitBooks(
                sums, open, asked.stream().filter(units::containsKey).collect(Collectors.toSet()));
    }

    Map<UUID, Long> unitsOf(TableUid table, int limit) {
        return units.values().stream()
                .map(UnitRecord::unit)
                .filter(unit -> unit.table().equals(table))
                .limit(limit)
                .collect(Collectors.toMap(LoadUnit::id, LoadUnit::rows));
    }

    Set<String> manifests(String app, Collection<String> keys) {
        return unitsOf(app)
                .map(it -> it.unit().manifestKey())
                .filter(keys::contains)
                .collect(Collectors.toSet());
    }

    void report(ProcessReport report) {
        reports.put(List.of(report.process(), report.part()), Map.entry(Instant.now(), report));
    }

    List<ProcessReport> reports(String part, Duration age) {
        Instant since = Instant.now().minus(age);
        return reports.values().stream()
                .filter(it -> it.getKey().isAfter(since))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(it -> it.part().equals(part))
                .toList();
    }

    private void requireApp(String app) {
        if (!apps.names().contains(app)) {
            throw RegistryException.unknownApp(app);
        }
    }

    private void tell(String app) {
        members.forEach(member -> member.tell(new News.App(app)));
    }
}
