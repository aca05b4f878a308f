package io.sluice.loadtest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code sluice bench}: measures stages against yardsticks of the same run. */
@Command(
        name = "sluice bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures stages, each against a yardstick in the same run, and compares the ratio"
                    + " with",
            "what must be reached. Progress goes to standard error."
        },
        footer = {
            "",
            "Benches:",
            "  core       bytes to rows without I/O, against Jackson and naive CSV",
            "  sqlizer    Kafka to Kafka with transactions, against plain copying",
            "  pipeline   HTTP to rows in PostgreSQL, against COPY of the finished CSV",
            "  all        all of them",
            "",
            "Examples:",
            "  sluice bench sqlizer",
            "  sluice bench all --quick --json",
            "",
            "Exit codes: 0 every must is reached; 1 one is missed; 2 wrong usage; 3 a bench could"
                    + " not be run."
        })
public final class Bench implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(Bench.class);
    private static final String ALL = "all";

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "core, sqlizer, pipeline or all.")
    private String name = ALL;

    @Option(names = "--quick", description = "Fewer and shorter rounds.")
    private boolean quick;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    /** Runs the benches and ends the process with the exit code. */
    public static void main(String[] args) {
        System.exit(
                new CommandLine(new Bench())
                        .setExecutionExceptionHandler(
                                (failure, command, parsed) -> {
                                    log.atError()
                                            .setMessage("The bench could not be run")
                                            .setCause(failure)
                                            .log();
                                    return 3;
                                })
                        .execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Result> results = new ArrayList<>();
        Effort effort = new Effort(quick, System.err);
        for (NamedBench bench : chosen()) {
            effort.note("%s: %s; yardstick: %s", bench.name(), bench.measures(), bench.yardstick());
            results.add(bench.measurement().run(effort));
        }
        System.out.println(json ? Result.toJson(results) : table(results));
        System.out.flush();
        return results.stream().allMatch(Result::pass) ? 0 : 1;
    }

    private List<NamedBench> chosen() {
        if (name.equals(ALL)) {
            return NamedBench.ALL;
        }
        return List.of(NamedBench.of(name).orElseThrow(() -> usage("there is no bench " + name)));
    }

    private CommandLine.ParameterException usage(String message) {
        CommandLine.Model.CommandSpec known = spec;
        return new CommandLine.ParameterException(
                known == null ? new CommandLine(this) : known.commandLine(), message);
    }

    private static String table(List<Result> results) {
        String head =
                "%n%-10s %12s %8s %12s %14s %7s %6s %6s%n"
                        .formatted(
                                "bench",
                                "events/s",
                                "MB/s",
                                "CPU us/event",
                                "yardstick/s",
                                "ratio",
                                "must",
                                "aim");
        return head + results.stream().map(Bench::line).collect(Collectors.joining("\n"));
    }

    private static String line(Result result) {
        return String.format(
                Locale.ROOT,
                "%-10s %,12.0f %8.1f %12.3f %,14.0f %7.2f %6.2f %6.2f  %s",
                result.name(),
                result.own().eventsPerSecond(),
                result.own().megabytesPerSecond(),
                result.own().cpuMicrosPerEvent(),
                result.yardstick().eventsPerSecond(),
                result.ratio(),
                result.must(),
                result.aim(),
                result.pass() ? "pass" : "MISSED");
    }
}
