package io.sluice.app.books;

import io.sluice.batcher.BatcherVerticle;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.Topics;
import io.sluice.loader.LoaderVerticle;
import io.sluice.registry.UnitBooks;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.warehouse.LedgerBooks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts, in the order that {@link Measured} tells. Blocks. */
record Measuring(Sources sources, GroupOffsets offsets) {
    /** Units that are followed one by one; with more that wait, the equations are coarser. */
    private static final int OPEN_UNITS = 10_000;

    /** What is committed by whom; asked for in this order. */
    record Groups(Group sqlizer, Group batcher, Group loader) {}

    Groups groups(Collection<String> apps) {
        return new Groups(sqlizer(apps), batcher(apps), loader());
    }

    private Group sqlizer(Collection<String> apps) {
        return Group.read(
                "sqlizer",
                SqlizerVerticle.GROUP,
                apps.stream().map(Topics::events).toList(),
                offsets);
    }

    private Group batcher(Collection<String> apps) {
        return Group.read(
                "batcher",
                BatcherVerticle.GROUP,
                apps.stream().map(Topics::rows).toList(),
                offsets);
    }

    Group loader() {
        return Group.read("loader", LoaderVerticle.GROUP, List.of(Topics.LOADS), offsets);
    }

    /**
     * Counts once.
     *
     * @param deadline by {@link System#nanoTime}
     */
    List<Measured> measure(Collection<String> apps, long deadline) {
        Groups before = groups(apps);
        Unread unread =
                Unread.read(
                        sources.kafka(),
                        before.sqlizer(),
                        before.batcher(),
                        before.loader(),
                        deadline);
        List<UUID> unreadUnits =
                Stream.of(unread.units(), unread.undecidedUnits())
                        .flatMap(units -> units.keySet().stream())
                        .toList();
        Map<String, UnitBooks> units = new HashMap<>();
        Map<String, LedgerBooks> ledgers = new HashMap<>();
        Map<String, UnitBooks> unitsAfter = new HashMap<>();
        for (String app : apps) {
            UnitBooks known = unitBooks(app, unreadUnits);
            units.put(app, known);
            ledgers.put(
                    app,
                    sources.warehouse()
                            .ledgerBooks(
                                    app, known.open().stream().map(UnitBooks.Open::unit).toList()));
            unitsAfter.put(app, unitBooks(app, List.of()));
        }
        Group batcherAfter = batcher(apps);
        Group sqlizerAfter = sqlizer(apps);
        List<Measured> measured = new ArrayList<>();
        for (String app : apps) {
            List<TableSchema> tables = Sources.await(sources.registry().tables(app));
            measured.add(
                    new Measured(
                            app,
                            names(tables),
                            own(tables),
                            before.sqlizer(),
                            before.batcher(),
                            before.loader(),
                            unread,
                            known(units, app),
                            ledgers.getOrDefault(app, LedgerBooks.NONE),
                            known(unitsAfter, app),
                            batcherAfter,
                            sqlizerAfter));
        }
        return measured;
    }

    private UnitBooks unitBooks(String app, List<UUID> units) {
        return Sources.await(sources.registry().unitBooks(app, units, OPEN_UNITS));
    }

    private static UnitBooks known(Map<String, UnitBooks> units, String app) {
        UnitBooks known = units.get(app);
        return known == null ? new UnitBooks(Map.of(), List.of(), Set.of()) : known;
    }

    private static Map<TableUid, String> names(List<TableSchema> tables) {
        Map<TableUid, String> names = new HashMap<>();
        tables.forEach(it -> names.put(it.table(), it.name()));
        return names;
    }

    private static Set<TableUid> own(List<TableSchema> tables) {
        return tables.stream()
                .filter(it -> it.entype().equals(Names.OWN_ENTYPE))
                .map(TableSchema::table)
                .collect(Collectors.toSet());
    }
}
