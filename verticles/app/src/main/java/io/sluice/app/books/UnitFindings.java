package io.sluice.app.books;

import io.sluice.registry.UnitRecord;
import io.sluice.registry.UnitRecord.State;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.TableUid;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Units that are published and not loaded, and units that only one side knows. Blocks. */
final class UnitFindings {
    private static final String LOADER = "loader";

    /** Units that are named one by one; of the others the number is told. */
    private static final int LISTED = 20;

    /** Units of one table that are compared one by one. */
    private static final int COMPARED = 100_000;

    private final Sources sources;
    private final Measured measured;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * What was found.
     *
     * @param oldest age of the oldest unit that is not loaded; 0 if there is none
     */
    record Result(List<Finding> findings, Duration oldest) {}

    private UnitFindings(Sources sources, Measured measured, Instant now) {
        this.sources = sources;
        this.measured = measured;
        this.now = now;
    }

    static Result find(Sources sources, Measured measured, Duration unitAge, Instant now) {
        UnitFindings all = new UnitFindings(sources, measured, now);
        List<UnitRecord> waiting = all.units(State.PUBLISHED);
        List<UnitRecord> parked = all.units(State.PARKED);
        waiting.stream()
                .filter(it -> all.age(it.unit().cutMicros()).compareTo(unitAge) > 0)
                .forEach(all::late);
        measured.unreadUnits().stream()
                .filter(it -> all.age(it.cutMicros()).compareTo(unitAge) > 0)
                .limit(LISTED)
                .forEach(all::unread);
        parked.forEach(all::parked);
        Stream.concat(waiting.stream(), parked.stream()).forEach(all::files);
        Duration oldest =
                Stream.concat(
                                waiting.stream().map(it -> it.unit().cutMicros()),
                                measured.unreadUnits().stream().map(Unread.Unit::cutMicros))
                        .map(all::age)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        return new Result(all.findings, oldest);
    }

    private List<UnitRecord> units(State state) {
        List<UnitRecord> units =
                Sources.await(sources.registry().units(measured.app(), state, LISTED + 1));
        if (units.size() > LISTED && state == State.PARKED) {
            findings.add(
                    sure("units set aside", "more than %d units were set aside".formatted(LISTED)));
        }
        return units.stream().limit(LISTED).toList();
    }

    private Finding sure(String place, String text) {
        return Finding.sure(measured.app(), LOADER, place, text);
    }

    private Duration age(long cutMicros) {
        return Duration.between(Instant.EPOCH.plus(cutMicros, ChronoUnit.MICROS), now);
    }

    private void late(UnitRecord it) {
        findings.add(
                sure(
                        "unit " + it.unit().id(),
                        "load unit %s of table %s, %d rows, is %d s old and not loaded: %s"
                                .formatted(
                                        it.unit().id(),
                                        name(it.unit().table()),
                                        it.unit().rows(),
                                        age(it.unit().cutMicros()).toSeconds(),
                                        it.reason().isEmpty()
                                                ? "no loader has tried it yet"
                                                : it.reason())));
    }

    private void unread(Unread.Unit it) {
        findings.add(
                sure(
                        "unit " + it.id(),
                        "load unit %s of table %s, %d rows, is %d s old and not loaded: no loader has read it"
                                .formatted(
                                        it.id(),
                                        name(it.table()),
                                        it.rows(),
                                        age(it.cutMicros()).toSeconds())));
    }

    private void parked(UnitRecord it) {
        findings.add(
                sure(
                        "unit " + it.unit().id(),
                        "load unit %s of table %s, %d rows, was set aside at %s: %s"
                                .formatted(
                                        it.unit().id(),
                                        name(it.unit().table()),
                                        it.unit().rows(),
                                        it.changedAt(),
                                        it.reason())));
    }

    private void files(UnitRecord it) {
        LoadUnit unit = it.unit();
        Stream.concat(
                        Stream.of(unit.manifestKey()),
                        unit.files().stream().map(LoadUnit.DataFile::key))
                .filter(key -> !Sources.await(sources.store().exists(unit.bucket(), key)))
                .forEach(
                        key ->
                                findings.add(
                                        sure(
                                                "object " + key,
                                                "object %s of load unit %s, which is not loaded, is gone"
                                                        .formatted(key, unit.id()))));
    }

    private String name(TableUid table) {
        return measured.names().getOrDefault(table, table.toString());
    }

    /** The units that registry and ledger of a table do not have in common. */
    static List<Finding> compare(Sources sources, Measured measured, TableUid table) {
        UnitFindings all = new UnitFindings(sources, measured, Instant.now());
        Set<UUID> open = new HashSet<>();
        measured.units().open().forEach(it -> open.add(it.unit()));
        Map<UUID, Long> known = Sources.await(sources.registry().unitsOf(table, COMPARED));
        Map<UUID, Long> ledger = sources.warehouse().ledgerUnits(measured.app(), table, COMPARED);
        if (known.size() == COMPARED || ledger.size() == COMPARED) {
            return List.of();
        }
        String name = all.name(table);
        ledger.forEach(
                (unit, times) -> {
                    if (times > 1) {
                        all.unit(
                                unit,
                                "the ledger of table %s has it %d times".formatted(name, times));
                    }
                    if (!known.containsKey(unit)) {
                        all.unit(
                                unit,
                                "it is in the ledger of table %s, and the registry does not know it"
                                        .formatted(name));
                    }
                });
        known.keySet().stream()
                .filter(unit -> !ledger.containsKey(unit) && !open.contains(unit))
                .forEach(
                        unit ->
                                all.unit(
                                        unit,
                                        "it counts as loaded, and the ledger of table %s does not have it"
                                                .formatted(name)));
        return all.findings.stream().limit(LISTED).toList();
    }

    private void unit(UUID unit, String text) {
        findings.add(sure("unit " + unit, "load unit %s: %s".formatted(unit, text)));
    }
}
