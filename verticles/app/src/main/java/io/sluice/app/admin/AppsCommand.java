package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code sluice apps}: who may send, and how much. */
@Command(
        name = "apps",
        mixinStandardHelpOptions = true,
        description = "Shows, creates and changes apps.",
        subcommands = {AppsCommand.ListApps.class, AppsCommand.Create.class, AppsCommand.Set.class},
        footer = {
            "",
            "Examples:",
            "  sluice apps list --data-dir ./data",
            "  sluice apps create shop --events-per-second 5000 --data-dir ./data",
            "  sluice apps set shop --bytes-per-second 10MiB --url http://127.0.0.1:8090",
            "  sluice apps set shop --events-per-second default --data-dir ./data",
            "",
            "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 the admin API cannot be reached."
        })
public final class AppsCommand extends Group {

    /** Prints apps as a table. */
    static void print(Iterable<JsonNode> apps) {
        TextTable table = new TextTable("app", "events/s", "bytes/s", "created", "changed");
        for (JsonNode it : apps) {
            table.add(
                    Cells.text(it.path("app")),
                    rate(Cells.number(it.path(Rates.EVENTS))),
                    rate(Cells.bytes(it.path(Rates.BYTES))),
                    Cells.text(it.path("created")),
                    Cells.text(it.path("changed")));
        }
        table.print(System.out);
    }

    private static String rate(String own) {
        return own.isEmpty() ? "as the door's" : own;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All apps.",
            footer = {"", "Example:", "  sluice apps list --data-dir ./data"})
    static final class ListApps extends AdminCommand {
        @Override
        JsonNode ask(AdminClient client) throws IOException {
            return client.list("/v1/apps", Map.of(), "apps", Integer.MAX_VALUE);
        }

        @Override
        void show(JsonNode answer) {
            print(answer.path("apps"));
        }
    }

    /** The rates as options. */
    static final class Rates {
        static final String EVENTS = "events_per_second";
        static final String BYTES = "bytes_per_second";

        @Option(
                names = "--events-per-second",
                paramLabel = "N",
                description = "Events that one door takes in a second; 'default': as its settings.")
        private @Nullable String events;

        @Option(
                names = "--bytes-per-second",
                paramLabel = "SIZE",
                description = "Bytes of bodies, such as 10MiB; 'default': as its settings.")
        private @Nullable String bytes;

        /** Puts what is named into the body of a call; false if nothing is. */
        boolean into(ObjectNode body, AdminCommand command) {
            put(body, EVENTS, "--events-per-second", events, command);
            put(body, BYTES, "--bytes-per-second", bytes, command);
            return body.has(EVENTS) || body.has(BYTES);
        }

        private static void put(
                ObjectNode body,
                String member,
                String option,
                @Nullable String text,
                AdminCommand command) {
            if (text == null) {
                return;
            }
            if (text.equals("default")) {
                body.putNull(member);
                return;
            }
            Optional<Long> number =
                    member.equals(BYTES) ? Numbers.bytes(text) : Numbers.whole(text);
            body.put(
                    member,
                    number.filter(it -> it > 0)
                            .orElseThrow(
                                    () -> command.usage(option + ": '" + text + "' is no rate")));
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Creates an app. franz makes its topics within seconds.",
            footer = {
                "",
                "Examples:",
                "  sluice apps create shop --data-dir ./data",
                "  sluice keys create --app shop --data-dir ./data"
            })
    static final class Create extends AdminCommand {
        @Parameters(paramLabel = "NAME", description = "1 to 48 of a-z, 0-9, _ and -.")
        private String name = "";

        @Mixin private final Rates rates = new Rates();

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            ObjectNode body = AdminClient.JSON.createObjectNode().put("app", name);
            rates.into(body, this);
            return client.post("/v1/apps", body);
        }

        @Override
        void show(JsonNode answer) {
            System.out.printf(
                    "App %1$s is there. A write key for it: sluice keys create --app %1$s%n", name);
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Changes the rates of an app.",
            footer = {"", "Example:", "  sluice apps set shop --events-per-second 5000"})
    static final class Set extends AdminCommand {
        @Parameters(paramLabel = "NAME", description = "Which app.")
        private String name = "";

        @Mixin private final Rates rates = new Rates();

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            ObjectNode body = AdminClient.JSON.createObjectNode();
            if (!rates.into(body, this)) {
                throw usage("say what to change: --events-per-second or --bytes-per-second");
            }
            return client.send("PATCH", AdminOptions.path(name), body);
        }

        @Override
        void show(JsonNode answer) {
            print(List.of(answer));
        }
    }
}
