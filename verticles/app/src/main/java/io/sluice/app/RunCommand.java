package io.sluice.app;

import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code sluice run}: roles against real backends, until SIGTERM. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Runs one or more roles against the backends of a settings file, until SIGTERM.",
        footer = {
            "",
            "Roles: event-sink, sqlizer, batcher, loader, franz, console; and backends: an",
            "embedded Kafka, PostgreSQL and S3 on fixed ports, for trying the others out; with",
            "--warehouse redshift a stand-in for Redshift too.",
            "",
            "Examples:",
            "  sluice run backends --conf conf/backends.yaml",
            "  sluice run backends --conf conf/backends.yaml --warehouse redshift",
            "  sluice run sqlizer --conf conf/sqlizer.yaml",
            "  sluice run event-sink sqlizer batcher loader franz --conf conf/complete.yaml",
            "  sluice run console --conf conf/console.yaml",
            "",
            "Exit codes: 0 stopped; 2 wrong usage or settings; 3 a dependency could not be reached."
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);
    private static final String BACKENDS = InstallationFile.BACKENDS;

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ROLE", description = "What this process is.")
    private List<String> words = List.of();

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            required = true,
            description = "Settings (YAML).")
    private @Nullable Path conf;

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            description = "Only for backends: ${COMPLETION-CANDIDATES}; default: as in FILE.")
    private @Nullable WarehouseChoice warehouse;

    @Override
    public Integer call() throws Exception {
        Path file = conf;
        if (file == null) {
            throw usage("--conf FILE is missing");
        }
        if (words.equals(List.of(BACKENDS))) {
            Problems problems = new Problems();
            Section root = InstallationFile.open(file, problems);
            EmbeddedBackends backends = EmbeddedBackends.read(root);
            root.finish();
            problems.orThrow();
            WarehouseChoice other = warehouse;
            (other == null ? backends : backends.with(other)).start();
        } else if (warehouse != null) {
            throw usage("--warehouse is for backends: roles read it from their settings");
        } else {
            Set<Role> roles = roles();
            InstallationFile read = InstallationFile.read(file, root -> roles);
            Logs.use(read.settings().management().logFormat());
            log.atInfo().setMessage("Settings").addKeyValue("effective", read.effective()).log();
            Installation installation = Installation.start(read.settings(), roles);
            installation.drainAtExit();
            log.atInfo()
                    .setMessage("Running")
                    .addKeyValue("roles", words)
                    .addKeyValue("httpPort", installation.httpPort())
                    .addKeyValue("managementPort", installation.managementPort())
                    .log();
        }
        new CountDownLatch(1).await();
        return Exit.OK;
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words) {
            roles.add(Role.of(word).orElseThrow(() -> usage(unknown(word))));
        }
        return roles;
    }

    private static String unknown(String word) {
        return switch (word) {
            case BACKENDS -> "backends run in a process of their own: name no other role beside it";
            default ->
                    "no such role: "
                            + word
                            + " (event-sink, sqlizer, batcher, loader, franz, console, backends)";
        };
    }

    private CommandLine.ParameterException usage(String message) {
        CommandLine.Model.CommandSpec known = spec;
        CommandLine command = known == null ? new CommandLine(this) : known.commandLine();
        return new CommandLine.ParameterException(command, message);
    }
}
