package io.sluice.app;

import io.sluice.app.admin.ListTopicsCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice topics}: the topics of an installation. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Shows topics and how they differ from the settings, and mends it.",
        subcommands = {ListTopicsCommand.class, TopicsPlanCommand.class, TopicsApplyCommand.class},
        footer = {
            "",
            "Examples:",
            "  sluice topics list --data-dir ./data",
            "  sluice topics plan --conf conf/franz.yaml",
            "  sluice topics apply --conf conf/franz.yaml"
        })
final class TopicsCommand implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine.Model.CommandSpec known = spec;
        CommandLine command = known == null ? new CommandLine(this) : known.commandLine();
        throw new CommandLine.ParameterException(
                command, "say what to do: " + String.join(", ", command.getSubcommands().keySet()));
    }
}
