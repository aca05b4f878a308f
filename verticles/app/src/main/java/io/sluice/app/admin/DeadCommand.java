package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code sluice dead}: what could not become a row. */
@Command(
        name = "dead",
        mixinStandardHelpOptions = true,
        description = "Shows dead letters, and sends them through the pipeline again.",
        subcommands = {
            DeadCommand.ListLetters.class,
            DeadCommand.Show.class,
            DeadCommand.Replay.class
        },
        footer = {
            "",
            "Examples:",
            "  sluice dead list --code duplicate_key --data-dir ./data",
            "  sluice dead show 0-17 --data-dir ./data",
            "  sluice dead replay --code duplicate_key --dry-run --data-dir ./data",
            "  sluice dead replay 0-17 0-18 --app demo --url http://127.0.0.1:8090",
            "",
            "Exit codes: 0 done; 1 refused, or letters that would die again; 2 wrong usage; 3 the"
                    + " admin API cannot be reached."
        })
public final class DeadCommand extends Group {

    /** Which letters. */
    static final class Filter {
        @Option(
                names = "--code",
                paramLabel = "CODE",
                description = "Only those of this reason, such as invalid_json.")
        private @Nullable String code;

        @Option(
                names = "--table",
                paramLabel = "TABLE",
                description = "Only those that were meant for this table, as far as that is told.")
        private @Nullable String table;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Not older than this, such as 2026-01-31T12:00:00Z.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "Older than this.")
        private @Nullable String to;

        Map<String, String> parameters() {
            Map<String, String> parameters = new TreeMap<>();
            put(parameters, "code", code);
            put(parameters, "table", table);
            put(parameters, "from", from);
            put(parameters, "to", to);
            return parameters;
        }

        private static void put(
                Map<String, String> parameters, String name, @Nullable String value) {
            if (value != null) {
                parameters.put(name, value);
            }
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Dead letters, the newest first.",
            footer = {"", "Example:", "  sluice dead list --code invalid_json --data-dir ./data"})
    static final class ListLetters extends AdminCommand {
        @ArgGroup(exclusive = false, heading = "Which:%n")
        private Filter filter = new Filter();

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return client.list(
                    AdminOptions.path(whose, "dead"),
                    filter.parameters(),
                    "letters",
                    Math.max(1, limit));
        }

        @Override
        void show(JsonNode answer) {
            TextTable table =
                    new TextTable("id", "at", "code", "table", "bytes", "replayed", "begins with");
            for (JsonNode it : answer.path("letters")) {
                String preview = Cells.safe(it.path("preview").asText());
                table.add(
                        Cells.text(it.path("id")),
                        Cells.text(it.path("at")),
                        Cells.text(it.path("code")),
                        Cells.safe(Cells.text(it.path("table"))),
                        Cells.number(it.path("bytes")),
                        it.path("replayed").asBoolean() ? "yes" : "",
                        preview.length() > 50 ? preview.substring(0, 49) + "…" : preview);
            }
            table.print(System.out);
            more(answer);
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One letter: why it died, where it came from, and its bytes.",
            footer = {
                "",
                "Examples:",
                "  sluice dead show 0-17 --data-dir ./data",
                "  sluice dead show 0-17 --raw --data-dir ./data > event.json"
            })
    static final class Show extends AdminCommand {
        @Parameters(paramLabel = "ID", description = "As dead list shows it, such as 0-17.")
        private String id = "";

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(names = "--raw", description = "Writes its bytes, and nothing else.")
        private boolean raw;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            if (raw && json()) {
                throw usage("--raw or --json, not both");
            }
            String whose = AdminOptions.app(command(), client, app);
            return client.get(AdminOptions.path(whose, "dead", id), Map.of());
        }

        @Override
        void show(JsonNode answer) {
            byte[] bytes = Base64.getDecoder().decode(answer.path("base64").asText());
            if (raw) {
                System.out.writeBytes(bytes);
                return;
            }
            for (String name :
                    List.of("id", "code", "detail", "at", "received", "table", "tag", "part")) {
                line(name, Cells.safe(Cells.text(answer.path(name))));
            }
            JsonNode origin = answer.path("origin");
            line(
                    "origin",
                    origin.isMissingNode()
                            ? "refused at the door"
                            : "%s-%d, offset %d, event %d of the record"
                                    .formatted(
                                            origin.path("topic").asText(),
                                            origin.path("partition").asInt(),
                                            origin.path("offset").asLong(),
                                            origin.path("position").asInt()));
            line("replayed", answer.path("replayed").asBoolean() ? "yes" : "no");
            line("bytes", Cells.number(answer.path("bytes")));
            System.out.println();
            System.out.println(
                    answer.has("text")
                            ? Cells.safe(answer.path("text").asText())
                            : "not UTF-8; as base64: " + answer.path("base64").asText());
        }

        private static void line(String name, String value) {
            if (!value.isEmpty()) {
                System.out.printf("%-9s %s%n", name, value);
            }
        }
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description =
                    "Sends letters through the pipeline again, each at most once, however often"
                            + " this is said.",
            footer = {
                "",
                "Letters that would be refused again stay what they are. To mend one: dead show"
                        + " --raw, edit, load.",
                "",
                "Examples:",
                "  sluice dead replay --code duplicate_key --dry-run --data-dir ./data",
                "  sluice dead replay --all --app demo --data-dir ./data",
                "",
                "Exit codes: 0 all were replayed, now or before; 1 refused, or some would die"
                        + " again; 2 wrong usage; 3 the admin API cannot be reached, or it is not"
                        + " known what became of the call: say it again."
            })
    static final class Replay extends AdminCommand {
        private static final int SHOWN = 20;

        @Parameters(arity = "0..*", paramLabel = "ID", description = "As dead list shows them.")
        private List<String> ids = List.of();

        @ArgGroup(exclusive = false, heading = "Or which:%n")
        private Filter filter = new Filter();

        @Option(names = "--all", description = "All letters of the app.")
        private boolean all;

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(names = "--dry-run", description = "Only says what would be done.")
        private boolean dryRun;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            Map<String, String> wanted = filter.parameters();
            int ways = (ids.isEmpty() ? 0 : 1) + (wanted.isEmpty() ? 0 : 1) + (all ? 1 : 0);
            if (ways != 1) {
                throw usage("name ids, or a filter such as --code, or --all");
            }
            String path =
                    AdminOptions.path(AdminOptions.app(command(), client, app), "dead", "replay");
            ObjectNode body = AdminClient.JSON.createObjectNode();
            body.put("dry_run", dryRun);
            if (!ids.isEmpty()) {
                ArrayNode named = body.putArray("ids");
                ids.forEach(named::add);
                return client.post(path, body);
            }
            wanted.forEach(body::put);
            body.put("limit", 1000);
            return pages(client, path, body);
        }

        /** Newest first, so letters that come meanwhile are not among them. */
        private JsonNode pages(AdminClient client, String path, ObjectNode body)
                throws IOException {
            ObjectNode sum = AdminClient.JSON.createObjectNode();
            sum.put("dry_run", dryRun);
            List<String> parts = List.of("replayed", "already", "refused");
            parts.forEach(sum::putArray);
            while (true) {
                JsonNode page = client.post(path, body);
                for (String part : parts) {
                    page.path(part).forEach(it -> sum.withArray("/" + part).add(it));
                }
                if (!page.has("next")) {
                    return sum;
                }
                body.put("cursor", page.path("next").asText());
                if (!json()) {
                    System.err.printf("%s letters so far%n", Cells.number(size(sum, "replayed")));
                }
            }
        }

        private static JsonNode size(JsonNode answer, String part) {
            return AdminClient.JSON.getNodeFactory().numberNode(answer.path(part).size());
        }

        @Override
        void show(JsonNode answer) {
            System.out.printf(
                    "%s %s, replayed before %s, would die again %s%n",
                    dryRun ? "would be replayed" : "replayed",
                    Cells.number(size(answer, "replayed")),
                    Cells.number(size(answer, "already")),
                    Cells.number(size(answer, "refused")));
            int shown = 0;
            for (JsonNode it : answer.path("refused")) {
                if (shown++ == SHOWN) {
                    System.out.println("  … all of them with --json");
                    break;
                }
                System.out.printf(
                        "  %s %s: %s%n",
                        it.path("id").asText(),
                        it.path("code").asText(),
                        Cells.safe(it.path("detail").asText()));
            }
        }

        @Override
        int exitCode(JsonNode answer) {
            return answer.path("refused").isEmpty() ? 0 : 1;
        }
    }
}
