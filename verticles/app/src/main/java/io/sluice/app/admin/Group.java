package io.sluice.app.admin;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;

/** A command that only holds others. */
abstract class Group implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public void run() {
        CommandLine.Model.CommandSpec known = spec;
        CommandLine command = known == null ? new CommandLine(this) : known.commandLine();
        throw AdminOptions.usage(
                command,
                "say what to do: " + String.join(" or ", command.getSubcommands().keySet()));
    }
}
