package io.sluice.app;

import io.sluice.app.load.EnvelopeMap;
import io.sluice.app.load.LoadReport;
import io.sluice.app.load.LoadRun;
import io.sluice.app.load.Progress;
import io.sluice.kafka.Topics;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/** {@code sluice load}: files into tables, in one command. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Loads files of JSON events into tables: starts what is not there, sends the files"
                    + " through",
            "the HTTP door, waits until all is loaded, prints the tables and the books."
        },
        footer = {
            "",
            "A FILE holds NDJSON, or a JSON array or object; plain, gzip or zstd; - is standard"
                    + " input.",
            "A run that was killed is finished by the same command on the same data folder. Content"
                    + " that",
            "was loaded before is not loaded again, and a file that grew continues.",
            "",
            "Examples:",
            "  sluice load events.ndjson",
            "  sluice load events.ndjson.gz --data-dir ./data --query 'SELECT count(*) FROM"
                    + " _e_user__login'",
            "  sluice load events.ndjson --warehouse redshift",
            "  sluice load github.ndjson --map"
                    + " ts=/created_at,evname=/type,body=/payload,id=/id,entype=github",
            "",
            "Exit codes: 0 loaded and balanced; 1 not balanced or not all loaded; 2 wrong usage;",
            "  3 something could not be started or reached, or the query failed; 130 interrupted."
        })
final class LoadCommand implements Callable<Integer> {
    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What to load; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "The app that owns the tables (default: demo).")
    private String app = "demo";

    @Option(
            names = "--map",
            paramLabel = "SPEC",
            description = "Maps events of another shape, see below.")
    private String map = "";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keeps all data here; else a temporary folder.")
    private @Nullable Path dataDir;

    @Option(
            names = "--warehouse",
            paramLabel = "KIND",
            description =
                    "postgresql (default), or redshift: a server that refuses what Redshift"
                            + " refuses. A data folder keeps the one it began with.")
    private @Nullable WarehouseChoice warehouse;

    @Option(names = "--query", paramLabel = "SQL", description = "Runs this query at the end.")
    private @Nullable String query;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    @Option(names = "--again", description = "Loads content again that was loaded before.")
    private boolean again;

    @Override
    public Integer call() throws Exception {
        EnvelopeMap mapping = check();
        Path given = dataDir;
        Path folder = given == null ? Files.createTempDirectory("sluice-") : given.toAbsolutePath();
        // Java knows only whether input and output both are terminals; ./sluice asks for the error.
        boolean terminal = Boolean.getBoolean("sluice.terminal");
        if (terminal) {
            System.err.print("starting Kafka, PostgreSQL and S3 …");
            System.err.flush();
        }
        Progress progress = new Progress(System.err, terminal);
        try (LoadTarget target = LoadTarget.open(folder, app, given == null, choice(folder))) {
            progress.done();
            LoadReport report =
                    new LoadRun(target.installation(), target.url(), target.writeKey(), app)
                            .run(
                                    files,
                                    mapping,
                                    again ? UUID.randomUUID().toString() : "",
                                    Optional.ofNullable(query),
                                    progress);
            return tell(report);
        }
    }

    private WarehouseChoice choice(Path folder) {
        WarehouseChoice given = warehouse;
        return given == null ? WarehouseChoice.of(folder) : given;
    }

    private int tell(LoadReport report) {
        if (json) {
            System.out.println(report.toJson());
        } else {
            report.print(System.out);
        }
        System.out.flush();
        if (report.queryFailure().isPresent()) {
            System.err.println("sluice: the query failed: " + report.queryFailure().get());
            return Exit.DEPENDENCY;
        }
        return report.complete() ? Exit.OK : Exit.UNBALANCED;
    }

    private EnvelopeMap check() {
        if (!Topics.isApp(app)) {
            throw usage(
                    "--app: '"
                            + app
                            + "' is no name for an app: a-z, 0-9, - and _, a letter first, at most"
                            + " 48");
        }
        for (String file : files) {
            if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
                throw usage("cannot read " + file);
            }
            if (!file.equals("-") && Files.isDirectory(Path.of(file))) {
                throw usage(file + " is a folder: name files");
            }
        }
        try {
            return map.isEmpty() ? EnvelopeMap.identity() : EnvelopeMap.parse(map);
        } catch (IllegalArgumentException wrong) {
            throw usage(String.valueOf(wrong.getMessage()));
        }
    }

    private CommandLine.ParameterException usage(String message) {
        CommandLine.Model.CommandSpec known = spec;
        return new CommandLine.ParameterException(
                known == null ? new CommandLine(this) : known.commandLine(), message);
    }
}
