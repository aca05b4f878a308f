package io.sluice.app;

import static io.sluice.app.reload.RawReload.From.ARCHIVE;
import static io.sluice.app.reload.RawReload.From.EVENTS;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.reload.RawReload;
import io.sluice.loader.RegistryVersions;
import io.sluice.schema.TableSchema;
import io.sluice.warehouse.Reloaded;
import io.sluice.warehouse.Reloaded.Content;
import io.sluice.warehouse.TimeRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code sluice reload}: a table's rows, made again from the batch files. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuilds a table's rows from the batch files in S3, of any age and version, or",
            "from raw events: rows that were lost or changed by hand are right again, and a",
            "table that was dropped is back."
        },
        footer = {
            "",
            "All happens in one transaction, and loads of the table wait for it. If the source",
            "does not give the rows that the ledger counts, nothing changes. Rows that were",
            "deleted on purpose come back too: delete them again, or name a time range without",
            "them.",
            "",
            "--source events reads the app's topic, as far back as it goes; --source archive",
            "reads the archive of raw events, and from the topic what is not archived yet. Both",
            "make rows as the sqlizer does, by the section sqlizer of the file if it has one,",
            "and first wait until what was read is loaded. Rows of events that the source does",
            "not have stay as they are.",
            "",
            "Examples:",
            "  sluice reload --app demo --table _e_user__login --data-dir ./data",
            "  sluice reload --app demo --table _e_user__login --conf conf/loader.yaml \\",
            "      --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z",
            "  sluice reload --app demo --table _e_user__login --conf conf/complete.yaml \\",
            "      --source archive",
            "",
            "Exit codes: 0 done; 2 wrong usage or settings; 3 refused, or a dependency failed."
        })
final class ReloadCommand implements Callable<Integer> {
    /** For rows on their way; a batch takes a minute or so. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Mixin private final BackendOptions backends = new BackendOptions();

    @Option(
            names = "--app",
            paramLabel = "NAME",
            required = true,
            description = "The app that owns the table.")
    private String app = "";

    @Option(
            names = "--table",
            paramLabel = "NAME",
            required = true,
            description = "The table's name in the warehouse.")
    private String table = "";

    @Option(
            names = "--from",
            paramLabel = "TS",
            description = "Only rows whose _ts is not before (RFC 3339).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TS", description = "Only rows whose _ts is before.")
    private @Nullable String to;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = "What to make rows from: batches (default), events, or archive.")
    private Source source = Source.BATCHES;

    /** What rows are made from. */
    private enum Source {
        BATCHES,
        EVENTS,
        ARCHIVE
    }

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        TimeRange range = range();
        try (Installation installation = backends.open(command())) {
            RegistryVersions versions = new RegistryVersions(installation.registry());
            TableSchema schema = find(versions.tables(app));
            boolean terminal = Boolean.getBoolean("sluice.terminal");
            Reloaded reloaded =
                    switch (source) {
                        case BATCHES ->
                                installation
                                        .warehouse()
                                        .reload(
                                                app,
                                                schema.table(),
                                                range,
                                                versions,
                                                (units, of) -> progress(units, of, terminal));
                        case EVENTS -> raw(installation, schema, terminal).run(EVENTS, range);
                        case ARCHIVE -> raw(installation, schema, terminal).run(ARCHIVE, range);
                    };
            tell(reloaded);
        }
        return Exit.OK;
    }

    private static RawReload raw(Installation installation, TableSchema schema, boolean terminal) {
        return new RawReload(
                installation.sources(),
                installation.settings().sqlizer(),
                schema,
                PATIENCE,
                records ->
                        System.err.printf(
                                terminal ? "\r\u001b[Kread %d records" : "read %d records%n",
                                records));
    }

    private TimeRange range() {
        try {
            return new TimeRange(moment("--from", from), moment("--to", to));
        } catch (IllegalArgumentException empty) {
            throw usage(String.valueOf(empty.getMessage()));
        }
    }

    private Optional<Instant> moment(String option, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException wrong) {
            throw usage(option + ": '" + text + "' is no moment such as 2026-11-01T00:00:00Z");
        }
    }

    private TableSchema find(List<TableSchema> tables) {
        return tables.stream()
                .filter(it -> it.name().equals(table))
                .findFirst()
                .orElseThrow(() -> usage("app '" + app + "' has no table " + table + some(tables)));
    }

    private static String some(List<TableSchema> tables) {
        return tables.isEmpty()
                ? "; it has none"
                : tables.stream()
                        .map(TableSchema::name)
                        .limit(10)
                        .collect(
                                Collectors.joining(
                                        ", ", "; it has ", tables.size() > 10 ? " …" : ""));
    }

    private static void progress(int units, int of, boolean terminal) {
        if (terminal) {
            System.err.printf(
                    "\r\u001b[Kread %d of %d units%s", units, of, units == of ? "\n" : "");
        } else if (units % 1_000 == 0 || units == of) {
            System.err.printf("read %d of %d units%n", units, of);
        }
    }

    private void tell(Reloaded reloaded) {
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("table", reloaded.table());
            root.put("version", reloaded.version());
            root.put("source", source.name().toLowerCase(Locale.ROOT));
            root.put("units", reloaded.units());
            root.put("same", reloaded.same());
            put(root.putObject("before"), reloaded.before());
            put(root.putObject("after"), reloaded.after());
            System.out.println(root);
        } else {
            System.out.printf(
                    "%s at version %d, from %s: %s%n  before %,d rows, checksum %s%n"
                            + "  after  %,d rows, checksum %s%n",
                    reloaded.table(),
                    reloaded.version(),
                    source == Source.BATCHES
                            ? reloaded.units() + " units"
                            : "raw events (" + source.name().toLowerCase(Locale.ROOT) + ")",
                    reloaded.same() ? "it was as they say" : "it was not as they say",
                    reloaded.before().rows(),
                    reloaded.before().checksum().toPlainString(),
                    reloaded.after().rows(),
                    reloaded.after().checksum().toPlainString());
        }
        System.out.flush();
    }

    private static void put(ObjectNode node, Content content) {
        node.put("rows", content.rows());
        node.put("checksum", content.checksum().toPlainString());
    }

    private CommandLine command() {
        CommandLine.Model.CommandSpec known = spec;
        return known == null ? new CommandLine(this) : known.commandLine();
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(command(), message);
    }
}
