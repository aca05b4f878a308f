package io.sluice.app;

import io.sluice.franz.TopicReport;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code sluice topics plan}: how topics differ, and what apply would do. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Compares the topics of all apps in the registry with the settings. Changes"
                        + " nothing.",
        footer = {
            "",
            "Examples:",
            "  sluice topics plan --conf conf/franz.yaml",
            "  sluice topics plan --conf conf/franz.yaml --measure 60 --json",
            "",
            "Exit codes: 0 all is as it should be; 1 something differs, or needs a look; 2 wrong"
                    + " usage or settings; 3 Kafka or the registry cannot be reached."
        })
final class TopicsPlanCommand implements Callable<Integer> {
    private static final int LONGEST = 3600;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin private final TopicsOptions options = new TopicsOptions();

    @Option(
            names = "--measure",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description =
                    "How long to measure the load for advice on partitions, 0 to 3600 (default"
                            + " ${DEFAULT-VALUE}). A process with the role franz measures all"
                            + " the time.")
    private int measure;

    @Override
    public Integer call() {
        if (measure < 0 || measure > LONGEST) {
            CommandLine.Model.CommandSpec known = spec;
            throw new CommandLine.ParameterException(
                    known == null ? new CommandLine(this) : known.commandLine(),
                    "--measure: " + measure + " is not from 0 to " + LONGEST);
        }
        if (measure > 0) {
            System.err.printf("measuring the load for %d s …%n", measure);
        }
        TopicReport report =
                options.with(tool -> tool.report(options.lowering(), Duration.ofSeconds(measure)));
        if (options.json()) {
            System.out.println(report.toJson().encode());
        } else {
            TopicsText.print(report, System.out);
        }
        System.out.flush();
        return report.findings().isEmpty() ? Exit.OK : Exit.UNBALANCED;
    }
}
