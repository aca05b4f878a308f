package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/** One call or a few of the admin API, and their answer for a person or a program. */
abstract class AdminCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin private final AdminOptions options = new AdminOptions();

    /** Asks. */
    abstract JsonNode ask(AdminClient client) throws IOException;

    /** Prints for people. */
    abstract void show(JsonNode answer);

    /** What the answer makes of the command. */
    int exitCode(JsonNode answer) {
        return CommandLine.ExitCode.OK;
    }

    @Override
    public Integer call() throws Exception {
        try (AdminClient client = options.open(command())) {
            JsonNode answer = ask(client);
            if (options.json()) {
                AdminOptions.print(answer);
            } else {
                show(answer);
                System.out.flush();
            }
            return exitCode(answer);
        }
    }

    boolean json() {
        return options.json();
    }

    CommandLine command() {
        CommandLine.Model.CommandSpec known = spec;
        return known == null ? new CommandLine(this) : known.commandLine();
    }

    CommandLine.ParameterException usage(String message) {
        return AdminOptions.usage(command(), message);
    }

    /** Says that a list is longer than what was asked for. */
    static void more(JsonNode answer) {
        if (answer.has("next")) {
            System.out.println("There is more: raise --limit.");
        }
    }
}
