package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.Map;

/** {@code sluice keys}: what opens the door for an app. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Shows, makes, rotates and revokes the write keys of an app.",
        subcommands = {
            KeysCommand.ListKeys.class,
            KeysCommand.Create.class,
            KeysCommand.Rotate.class,
            KeysCommand.Revoke.class
        },
        footer = {
            "",
            "Examples:",
            "  sluice keys list --app shop --data-dir ./data",
            "  sluice keys create --app shop --data-dir ./data",
            "  sluice keys rotate key_0123456789abcdef --overlap 12h --app shop --data-dir ./data",
            "  sluice keys revoke key_0123456789abcdef --app shop --url http://127.0.0.1:8090",
            "",
            "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 the admin API cannot be reached."
        })
public final class KeysCommand extends Group {

    /** A key just made, for people. */
    static void printNew(JsonNode key) {
        System.out.printf(
                "%s%n  %s%nThis is shown once: keep it now.%n",
                key.path("key").asText(), key.path("secret").asText());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The keys of an app, those that open nothing any more too.",
            footer = {"", "Example:", "  sluice keys list --app shop --data-dir ./data"})
    static final class ListKeys extends AdminCommand {
        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return client.list(
                    AdminOptions.path(whose, "keys"), Map.of(), "keys", Integer.MAX_VALUE);
        }

        @Override
        void show(JsonNode answer) {
            TextTable table =
                    new TextTable("key", "state", "ends with", "created", "by", "opens until");
            for (JsonNode it : answer.path("keys")) {
                String until = Cells.text(it.path(it.has("revoked") ? "revoked" : "expires"));
                table.add(
                        Cells.text(it.path("key")),
                        Cells.text(it.path("state")),
                        Cells.safe(Cells.text(it.path("ending"))),
                        Cells.text(it.path("created")),
                        Cells.safe(Cells.text(it.path("created_by"))),
                        until);
            }
            table.print(System.out);
        }
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a key, and shows it once.",
            footer = {
                "",
                "Examples:",
                "  sluice keys create --app shop --data-dir ./data",
                "  sluice keys create --app shop --expires 2030-01-01T00:00:00Z --json"
            })
    static final class Create extends AdminCommand {
        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                description = "From when on it opens nothing; without it: never.")
        private @Nullable String expires;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            ObjectNode body = AdminClient.JSON.createObjectNode();
            String end = expires;
            if (end != null) {
                body.put("expires", end);
            }
            return client.post(AdminOptions.path(whose, "keys"), body);
        }

        @Override
        void show(JsonNode answer) {
            printNew(answer);
        }
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Makes a key in the place of another, which goes on for a while.",
            footer = {
                "",
                "Example:",
                "  sluice keys rotate key_0123456789abcdef --overlap 12h --app shop"
            })
    static final class Rotate extends AdminCommand {
        @Parameters(paramLabel = "KEY", description = "As keys list shows it.")
        private String key = "";

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Option(
                names = "--overlap",
                paramLabel = "TIME",
                defaultValue = "1d",
                description = "How long the old key goes on (${DEFAULT-VALUE}).")
        private String overlap = "1d";

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            long seconds =
                    Numbers.duration(overlap)
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "--overlap: '"
                                                            + overlap
                                                            + "' is no time such as 12h"))
                            .toSeconds();
            String whose = AdminOptions.app(command(), client, app);
            ObjectNode body = AdminClient.JSON.createObjectNode();
            body.put("overlap_seconds", seconds);
            return client.post(AdminOptions.path(whose, "keys", key, "rotate"), body);
        }

        @Override
        void show(JsonNode answer) {
            printNew(answer);
            System.out.printf("The old one goes on for %s.%n", overlap);
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Takes a key back for ever; the doors know within seconds.",
            footer = {"", "Example:", "  sluice keys revoke key_0123456789abcdef --app shop"})
    static final class Revoke extends AdminCommand {
        @Parameters(paramLabel = "KEY", description = "As keys list shows it.")
        private String key = "";

        @Option(names = "--app", paramLabel = "NAME", description = "Whose; not needed for one.")
        private @Nullable String app;

        @Override
        JsonNode ask(AdminClient client) throws IOException {
            String whose = AdminOptions.app(command(), client, app);
            return client.send(
                    "DELETE",
                    AdminOptions.path(whose, "keys", key),
                    AdminClient.JSON.createObjectNode());
        }

        @Override
        void show(JsonNode answer) {
            System.out.printf("%s is revoked.%n", answer.path("key").asText());
        }
    }
}
