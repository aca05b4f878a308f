package io.sluice.app;

import io.sluice.loader.RegistryVersions;
import io.sluice.registry.UnitRecord;
import io.sluice.rows.LoadUnit;
import io.sluice.schema.Names;
import io.sluice.schema.TableUid;
import io.sluice.warehouse.LoadPlan;
import io.sluice.warehouse.Warehouse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code sluice plan}: what the loader would run next, without running it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Prints the statements that units which wait for the loader would cause. Touches"
                        + " nothing.",
        footer = {
            "",
            "Units that were parked are planned too: the plan shows what is in their way.",
            "",
            "Examples:",
            "  sluice plan --data-dir ./data",
            "  sluice plan --conf conf/loader.yaml --app demo --table _e_user__login",
            "",
            "Exit codes: 0 done; 1 a table refuses its units; 2 wrong usage or settings; 3 a"
                    + " dependency failed."
        })
final class PlanCommand implements Callable<Integer> {
    /** Units of an app that are looked at, of each state. */
    private static final int MOST_UNITS = 10_000;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin private final BackendOptions backends = new BackendOptions();

    @Option(names = "--app", paramLabel = "NAME", description = "Only this app.")
    private @Nullable String app;

    @Option(names = "--table", paramLabel = "NAME", description = "Only this table.")
    private @Nullable String table;

    @Override
    public Integer call() throws Exception {
        CommandLine.Model.CommandSpec known = spec;
        CommandLine command = known == null ? new CommandLine(this) : known.commandLine();
        try (Installation installation = backends.open(command)) {
            RegistryVersions versions = new RegistryVersions(installation.registry());
            boolean refused = false;
            int plans = 0;
            for (String name : app == null ? versions.apps() : List.of(app)) {
                for (List<LoadUnit> units : waiting(versions, name).values()) {
                    refused |= !show(installation.warehouse(), versions, units);
                    plans++;
                }
            }
            if (plans == 0) {
                System.out.println("-- no unit waits");
            }
            System.out.flush();
            return refused ? Exit.UNBALANCED : Exit.OK;
        }
    }

    private Map<TableUid, List<LoadUnit>> waiting(RegistryVersions versions, String name) {
        Map<TableUid, List<LoadUnit>> waiting = new LinkedHashMap<>();
        for (UnitRecord.State state :
                List.of(UnitRecord.State.PUBLISHED, UnitRecord.State.PARKED)) {
            for (UnitRecord record : versions.units(name, state, MOST_UNITS)) {
                LoadUnit unit = record.unit();
                waiting.computeIfAbsent(unit.table(), it -> new ArrayList<>()).add(unit);
            }
        }
        String only = table;
        if (only != null) {
            waiting.values()
                    .removeIf(
                            units -> {
                                LoadUnit any = units.getFirst();
                                return !versions.version(any.table(), any.version())
                                        .name()
                                        .equals(only);
                            });
        }
        return waiting;
    }

    /** False if the table refuses its units. */
    private static boolean show(
            Warehouse warehouse, RegistryVersions versions, List<LoadUnit> units) {
        LoadUnit any = units.getFirst();
        String name = versions.version(any.table(), any.version()).name();
        System.out.printf("-- app %s, table %s: %d units%n", any.app(), name, units.size());
        return switch (warehouse.plan(units, versions)) {
            case LoadPlan.Ready ready -> {
                System.out.println(ready.print(warehouse.dialect(), Names.namespace(any.app())));
                yield true;
            }
            case LoadPlan.Refused refused -> {
                System.out.println("-- REFUSED: " + refused.reason());
                yield false;
            }
        };
    }
}
