package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Map;

/** {@code sluice schemas}: tables and how they came to be. */
@Command(
        name = "schemas",
        mixinStandardHelpOptions = true,
        description = "Shows tables, their columns with the paths they came from, and versions.",
        subcommands = {
            SchemasCommand.ListTables.class,
            SchemasCommand.Show.class,
            SchemasCommand.History.class
        },
        footer = {
            "",
            "Examples:",
            "  sluice schemas list --data-dir ./data",
            "  sluice schemas show _e_user__login --data-dir ./data",
            "  sluice schemas history _e_user__login --app demo --url http://127.0.0.1:8090",
            "",
            "Exit codes: 0 done; 1 there is no such table; 2 wrong usage; 3 the admin API cannot be"
                    + " reached."
        })
public final class SchemasCommand extends Group {

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The tables of an app.",
            footer = {"", "Example:", "  sluice schemas list --data-dir ./data"})
    static final class ListTables extends AdminCommand {
        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "1000",
                description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return client.list(
                    AdminOptions.path(whose, "tables"), Map.of(), "tables", Math.max(1, limit));
        }

        @Override
        void show(JsonNode answer) {
            TextTable table = new TextTable("table", "entype", "evname", "version", "columns");
            for (JsonNode it : answer.path("tables")) {
                table.add(
                        Cells.text(it.path("table")),
                        Cells.safe(Cells.text(it.path("entype"))),
                        Cells.safe(Cells.text(it.path("evname"))),
                        Cells.number(it.path("version")),
                        Cells.number(it.path("columns")));
            }
            table.print(System.out);
            more(answer);
        }
    }

    /** One table of an app. */
    abstract static class OfTable extends AdminCommand {
        @Parameters(paramLabel = "TABLE", description = "Its name, such as _e_user__login.")
        private String table = "";

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        String path(AdminClient client, String... more) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return AdminOptions.path(whose, "tables", table)
                    + (more.length == 0 ? "" : "/" + more[0]);
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "The columns of a table, with the path in the event that each came from.",
            footer = {"", "Example:", "  sluice schemas show _e_user__login --data-dir ./data"})
    static final class Show extends OfTable {
        @Override
        JsonNode ask(AdminClient client) throws IOException {
            return client.get(path(client), Map.of());
        }

        @Override
        void show(JsonNode answer) {
            System.out.printf(
                    "%s of app %s, version %d: entype %s, evname %s%n%n",
                    answer.path("table").asText(),
                    answer.path("app").asText(),
                    answer.path("version").asInt(),
                    Cells.safe(answer.path("entype").asText()),
                    Cells.safe(answer.path("evname").asText()));
            TextTable table = new TextTable("column", "type", "path");
            for (JsonNode it : answer.path("columns")) {
                table.add(
                        Cells.text(it.path("name")),
                        Cells.text(it.path("type")),
                        Cells.safe(Cells.text(it.path("path"))));
            }
            table.print(System.out);
        }
    }

    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            description =
                    "The versions of a table, the newest first: what changed, when, and the event"
                            + " that caused it.",
            footer = {"", "Example:", "  sluice schemas history _e_user__login --data-dir ./data"})
    static final class History extends OfTable {
        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            return client.list(path(client, "history"), Map.of(), "versions", Math.max(1, limit));
        }

        @Override
        void show(JsonNode answer) {
            for (JsonNode version : answer.path("versions")) {
                JsonNode cause = version.path("cause");
                System.out.printf(
                        "version %d  %s  by %s%n  because of %s-%d, offset %d, event %d of the"
                                + " record%n",
                        version.path("version").asInt(),
                        version.path("at").asText(),
                        version.path("instance").asText(),
                        cause.path("topic").asText(),
                        cause.path("partition").asInt(),
                        cause.path("offset").asLong(),
                        cause.path("position").asInt());
                for (JsonNode it : version.path("added")) {
                    System.out.printf(
                            "  + %s %s  from %s%n",
                            it.path("name").asText(),
                            it.path("type").asText(),
                            Cells.safe(it.path("path").asText()));
                }
                for (JsonNode it : version.path("widened")) {
                    System.out.printf(
                            "  ~ %s %s, was %s  from %s%n",
                            it.path("name").asText(),
                            it.path("to").asText(),
                            it.path("from").asText(),
                            Cells.safe(it.path("path").asText()));
                }
            }
            if (answer.path("versions").isEmpty()) {
                System.out.println("No version yet: no event has given it a column.");
            }
            more(answer);
        }
    }
}
