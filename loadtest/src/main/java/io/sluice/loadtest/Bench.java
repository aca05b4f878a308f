package io.sluice.loadtest;

import io.sluice.loadtest.growth.Growth;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Mix;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code sluice bench}: measures stages against yardsticks of the same run. */
@Command(
        name = "sluice bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures stages, each against a yardstick in the same run, and compares the ratio"
                    + " with",
            "what must be reached. Progress goes to standard error."
        })
public final class Bench implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(Bench.class);
    private static final String ALL = "all";
    private static final String GROWTH = "growth";
    private static final int COULD_NOT_RUN = 3;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "One of the benches below, or all.")
    private String name = ALL;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            description =
                    "Events of core and sqlizer: mission (default), wide, many, drift or nested."
                            + " Must and aim are meant for mission.")
    private Mix mix = Mix.MISSION;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where growth writes growth.csv and growth.svg; default: loadtest.")
    private Path out = Path.of("loadtest");

    @Option(names = "--quick", description = "Fewer and shorter rounds.")
    private boolean quick;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    /** Runs the benches and ends the process with the exit code. */
    public static void main(String[] args) {
        CommandLine command =
                new CommandLine(new Bench())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler(
                                (failure, line, parsed) -> {
                                    log.atError()
                                            .setMessage("The bench could not be run")
                                            .setCause(failure)
                                            .log();
                                    return COULD_NOT_RUN;
                                });
        command.getCommandSpec().usageMessage().footer(footer());
        System.exit(command.execute(args));
    }

    private static String[] footer() {
        List<String> lines = new ArrayList<>(List.of("", "Benches:"));
        NamedBench.ALL.forEach(bench -> describe(bench, lines));
        lines.add("  %-19s %s".formatted(ALL, "all of these"));
        NamedBench.MORE.forEach(bench -> describe(bench, lines));
        lines.addAll(
                List.of(
                        "  %-19s %s".formatted(GROWTH, "how rates change with tables, columns and"),
                        "  %-19s %s"
                                .formatted("", "sizes: a file and a picture; some seven minutes"),
                        "",
                        "Examples:",
                        "  sluice bench sqlizer",
                        "  sluice bench core --mix nested",
                        "  sluice bench all --quick --json",
                        "",
                        "Exit codes: 0 every must is reached; 1 one is missed; 2 wrong usage;",
                        "3 a bench could not be run."));
        return lines.toArray(String[]::new);
    }

    private static void describe(NamedBench bench, List<String> lines) {
        lines.add("  %-19s %s;".formatted(bench.name(), bench.measures()));
        lines.add("  %-19s against %s".formatted("", bench.yardstick()));
    }

    @Override
    public Integer call() throws Exception {
        Effort effort = new Effort(quick, System.err);
        if (name.equals(GROWTH)) {
            Growth.run(effort, out);
            return 0;
        }
        List<Result> results = new ArrayList<>();
        boolean broken = false;
        for (NamedBench bench : chosen()) {
            effort.note("%s: %s; yardstick: %s", bench.name(), bench.measures(), bench.yardstick());
            try {
                results.add(bench.measurement().run(effort, mix));
            } catch (Exception failed) {
                // The others may tell something all the same.
                broken = true;
                log.atError()
                        .setMessage("The bench could not be run")
                        .addKeyValue("bench", bench.name())
                        .setCause(failed)
                        .log();
            }
        }
        System.out.println(json ? Result.toJson(results) : ResultTable.of(results));
        System.out.flush();
        if (broken) {
            return COULD_NOT_RUN;
        }
        return results.stream().allMatch(result -> result.verdict().pass()) ? 0 : 1;
    }

    private List<NamedBench> chosen() {
        if (name.equals(ALL)) {
            return NamedBench.ALL;
        }
        return List.of(
                NamedBench.of(name)
                        .orElseThrow(() -> usage("there is no bench " + name + ": see --help")));
    }

    private CommandLine.ParameterException usage(String message) {
        CommandLine.Model.CommandSpec known = spec;
        return new CommandLine.ParameterException(
                known == null ? new CommandLine(this) : known.commandLine(), message);
    }
}
