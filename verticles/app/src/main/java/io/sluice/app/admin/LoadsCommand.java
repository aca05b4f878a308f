package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code sluice loads}: units on their way into the warehouse. */
@Command(
        name = "loads",
        mixinStandardHelpOptions = true,
        description = "Shows load units with state and reason, and has parked ones tried again.",
        subcommands = {LoadsCommand.ListUnits.class, LoadsCommand.Retry.class},
        footer = {
            "",
            "Examples:",
            "  sluice loads list --data-dir ./data",
            "  sluice loads list --state published --app demo --url http://127.0.0.1:8090",
            "  sluice loads retry --all --data-dir ./data",
            "",
            "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 the admin API cannot be reached."
        })
public final class LoadsCommand extends Group {

    /** As the API writes them. */
    enum State {
        PARKED,
        PUBLISHED,
        LOADED
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Units in a state: the longest in it first, of loaded ones the last.",
            footer = {"", "Example:", "  sluice loads list --state published --data-dir ./data"})
    static final class ListUnits extends AdminCommand {
        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(
                names = "--state",
                paramLabel = "STATE",
                defaultValue = "PARKED",
                description = "parked (default), published or loaded.")
        private State state = State.PARKED;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many (${DEFAULT-VALUE}).")
        private int limit;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return client.list(
                    AdminOptions.path(whose, "loads"),
                    Map.of("state", state.name().toLowerCase(Locale.ROOT)),
                    "units",
                    Math.max(1, limit));
        }

        @Override
        void show(JsonNode answer) {
            TextTable table =
                    new TextTable("unit", "table", "state", "for", "rows", "size", "reason");
            for (JsonNode it : answer.path("units")) {
                table.add(
                        Cells.text(it.path("unit")),
                        Cells.text(it.path("table")),
                        Cells.text(it.path("state")),
                        Cells.seconds(it.path("age_seconds").asLong()),
                        Cells.number(it.path("rows")),
                        Cells.bytes(it.path("bytes")),
                        Cells.safe(Cells.text(it.path("reason"))));
            }
            table.print(System.out);
            more(answer);
        }
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description =
                    "Has the loader try parked units again. What is loaded already is never loaded"
                            + " twice.",
            footer = {"", "Example:", "  sluice loads retry --all --app demo --data-dir ./data"})
    static final class Retry extends AdminCommand {
        @Parameters(arity = "0..*", paramLabel = "UNIT", description = "Ids of parked units.")
        private List<String> units = List.of();

        @Option(names = "--all", description = "All parked units of the app.")
        private boolean all;

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            if (units.isEmpty() != all) {
                throw usage("name units, or --all");
            }
            String whose = AdminOptions.app(command(), client, app);
            List<String> wanted = new ArrayList<>(units);
            if (all) {
                client.list(
                                AdminOptions.path(whose, "loads"),
                                Map.of("state", "parked"),
                                "units",
                                Integer.MAX_VALUE)
                        .path("units")
                        .forEach(it -> wanted.add(it.path("unit").asText()));
            }
            ObjectNode answer = AdminClient.JSON.createObjectNode();
            ArrayNode asked = answer.putArray("units");
            for (String unit : wanted) {
                asked.add(
                        client.post(
                                AdminOptions.path(whose, "loads", unit, "retry"),
                                AdminClient.JSON.createObjectNode()));
            }
            return answer;
        }

        @Override
        void show(JsonNode answer) {
            int units = answer.path("units").size();
            System.out.println(
                    units == 0
                            ? "No unit is parked."
                            : "%d units go to the loader once more: see sluice loads list."
                                    .formatted(units));
        }
    }
}
