package io.sluice.app;

import io.sluice.app.admin.ApplyCommand;
import io.sluice.app.admin.AppsCommand;
import io.sluice.app.admin.AuditCommand;
import io.sluice.app.admin.DeadCommand;
import io.sluice.app.admin.KeysCommand;
import io.sluice.app.admin.LoadsCommand;
import io.sluice.app.admin.SchemasCommand;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The command line: {@code ./sluice}. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = "JSON events in, typed warehouse tables out, exactly once.",
        subcommands = {
            LoadCommand.class,
            DevCommand.class,
            RunCommand.class,
            BooksCommand.class,
            DoctorCommand.class,
            PlanCommand.class,
            ReloadCommand.class,
            TopicsCommand.class,
            AppsCommand.class,
            KeysCommand.class,
            ApplyCommand.class,
            SchemasCommand.class,
            DeadCommand.class,
            LoadsCommand.class,
            AuditCommand.class,
            VersionCommand.class
        },
        footer = {
            "",
            "Also: sluice bench NAME|all   measures stages (see loadtest/README.md)",
            "      sluice faults           proves them under faults (see faults/README.md)",
            "",
            "Examples:",
            "  sluice load events.ndjson --query 'SELECT count(*) FROM _e_user__login'",
            "  sluice dev --port 8080",
            "  sluice doctor --conf conf/complete.yaml",
            "  sluice reload --app demo --table _e_user__login --data-dir ./data",
            "  sluice run sqlizer batcher --conf conf/complete.yaml",
            "  sluice dead list --data-dir ./data",
            "",
            "Exit codes: 0 done; 1 not balanced; 2 wrong usage; 3 a dependency failed; 130"
                    + " interrupted."
        })
public final class Main implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Whatever the locale says: JSON is UTF-8.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        System.exit(execute(args));
    }

    /** Also an error that no command expects, say a class that is missing, ends the process. */
    private static int execute(String[] args) {
        try {
            return commandLine().execute(args);
        } catch (Error bug) {
            return Exit.bug(bug);
        }
    }

    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::report)
                .setParameterExceptionHandler(Main::refuse);
    }

    /** A whole page of help would hide what is wrong. */
    private static int refuse(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        if (arguments.length == 0) {
            command.usage(err);
        } else {
            err.printf("More: %s --help%n", command.getCommandSpec().qualifiedName());
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int report(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return Exit.of(failure, command.getErr());
    }

    @Override
    public void run() {
        CommandLine.Model.CommandSpec known = spec;
        throw new CommandLine.ParameterException(
                known == null ? commandLine() : known.commandLine(),
                "say what to do: load, dev, run, books, doctor, plan, reload, apps, keys, apply,"
                        + " schemas, topics, dead, loads, audit, version, bench or faults");
    }
}
