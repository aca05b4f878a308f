package io.sluice.faults;

import io.sluice.app.WarehouseChoice;
import io.sluice.devstack.TempFolder;
import io.sluice.faults.fault.Fault;
import io.sluice.faults.fault.Faults;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code sluice faults}: loads an installation, makes things go wrong, and counts the rows. */
@Command(
        name = "sluice faults",
        mixinStandardHelpOptions = true,
        description = {
            "Starts an installation of many processes, loads it, makes faults happen by a schedule",
            "that follows from the seed, and compares the rows with what was accepted."
        },
        footer = {
            "",
            "Examples:",
            "  sluice faults --list",
            "  sluice faults --seed 7 --minutes 20",
            "  sluice faults --warehouse redshift --minutes 20",
            "  sluice faults --only kill-loader,freeze-before-load-commit --minutes 2",
            "",
            "Exit codes: 0 nothing lost, doubled or wrong; 1 something was; 2 wrong usage; 3 it"
                    + " could not be run."
        })
public final class FaultsCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(FaultsCommand.class);

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Of the schedule; default: random.")
    private long seed = System.nanoTime() & 0xffff_ffffL;

    @Option(names = "--minutes", paramLabel = "M", description = "Of faults; default: 5.")
    private double minutes = 5;

    @Option(
            names = "--only",
            paramLabel = "FAULT",
            split = ",",
            description = "Only these faults; a name that ends in * stands for several.")
    private List<String> only = List.of();

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            description = "${COMPLETION-CANDIDATES}; default: postgresql.")
    private WarehouseChoice warehouse = WarehouseChoice.POSTGRESQL;

    @Option(names = "--list", description = "Shows all faults and ends.")
    private boolean list;

    @Option(names = "--plan", description = "Shows the schedule and ends.")
    private boolean plan;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keeps data and logs there, whatever comes out.")
    private @Nullable Path keep;

    /** Runs and ends the process with the exit code. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new FaultsCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(
                                (failure, command, parsed) -> {
                                    log.atError().setCause(failure).log("the run broke off");
                                    return 3;
                                })
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Fault> faults = chosen();
        if (list) {
            faults.forEach(it -> System.out.printf("%-34s %s%n", it.name(), it.says()));
            return 0;
        }
        Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
        if (plan) {
            Schedule.of(seed, length, faults).all().forEach(System.out::println);
            return 0;
        }
        Path kept = keep;
        Path folder = kept == null ? Files.createTempDirectory("sluice-faults-") : kept;
        Notes notes = new Notes(System.err);
        FaultRun run = new FaultRun(seed, length, faults, warehouse, folder, notes);
        notes.say("seed %d; logs in %s", seed, folder);
        run.schedule().all().forEach(it -> notes.say("%s", it));
        Report report = run.run();
        if (json) {
            System.out.println(report.toJson());
        } else {
            report.print(System.out);
        }
        System.out.flush();
        if (report.good() && kept == null) {
            TempFolder.delete(folder);
        }
        return report.good() ? 0 : 1;
    }

    private List<Fault> chosen() {
        if (only.isEmpty()) {
            return Faults.all(warehouse);
        }
        List<Fault> chosen =
                Faults.all(warehouse).stream()
                        .filter(it -> only.stream().anyMatch(name -> matches(name, it.name())))
                        .toList();
        for (String name : only) {
            if (chosen.stream().noneMatch(it -> matches(name, it.name()))) {
                CommandLine.Model.CommandSpec known = spec;
                throw new CommandLine.ParameterException(
                        known == null ? new CommandLine(this) : known.commandLine(),
                        "there is no fault " + name + ": see --list");
            }
        }
        return chosen;
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
