package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.runtime.Problems;
import io.sluice.runtime.Section;
import io.sluice.runtime.Settings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code sluice apply}: makes apps as a file wants them. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description =
                "Shows what is different from a file of apps, then makes it so. Nothing is taken"
                        + " away.",
        footer = {
            "",
            "Keys that it makes are shown once, at the end. Saying it twice changes nothing.",
            "",
            "Examples:",
            "  sluice apply -f conf/apps.yaml --dry-run --data-dir ./data",
            "  sluice apply -f conf/apps.yaml --yes --json --url http://127.0.0.1:8090",
            "",
            "Exit codes: 0 all is as the file wants it, or --dry-run; 1 refused, or not wanted; 2"
                    + " wrong usage or file; 3 the admin API cannot be reached."
        })
public final class ApplyCommand extends AdminCommand {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The apps (YAML); conf/apps.yaml is an example.")
    private @Nullable Path file;

    @Option(names = "--yes", description = "Does it without asking.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only shows the plan.")
    private boolean dryRun;

    private boolean notWanted;

    @Override
    JsonNode ask(AdminClient client) throws IOException {
        ApplyPlan plan = ApplyPlan.diff(desired(), actual(client));
        if (!json()) {
            print(plan);
        }
        ObjectNode answer = AdminClient.JSON.createObjectNode();
        ArrayNode told = answer.putArray("plan");
        plan.steps().forEach(it -> told.add(it.text()));
        ArrayNode keys = answer.putArray("keys");
        boolean wanted = !dryRun && !plan.steps().isEmpty() && agreed();
        notWanted = !wanted && !dryRun && !plan.steps().isEmpty();
        answer.put("applied", wanted);
        if (wanted) {
            for (ApplyPlan.Step step : plan.steps()) {
                perform(client, step).ifPresent(keys::add);
            }
        }
        return answer;
    }

    private List<DesiredApp> desired() {
        Path given = file;
        if (given == null) {
            throw usage("-f FILE is missing");
        }
        Problems problems = new Problems();
        Section root = Settings.read(given, System.getenv(), problems);
        problems.orThrow();
        List<DesiredApp> desired = DesiredApp.read(root);
        root.finish();
        problems.orThrow();
        return desired;
    }

    private static Map<String, ApplyPlan.Actual> actual(AdminClient client) throws IOException {
        Map<String, ApplyPlan.Actual> actual = new TreeMap<>();
        JsonNode apps = client.list("/v1/apps", Map.of(), "apps", Integer.MAX_VALUE);
        for (JsonNode app : apps.path("apps")) {
            String name = app.path("app").asText();
            int active = 0;
            for (JsonNode key :
                    client.list(
                                    AdminOptions.path(name, "keys"),
                                    Map.of(),
                                    "keys",
                                    Integer.MAX_VALUE)
                            .path("keys")) {
                active += key.path("state").asText().equals("active") ? 1 : 0;
            }
            actual.put(
                    name,
                    new ApplyPlan.Actual(
                            rate(app.path(AppsCommand.Rates.EVENTS)),
                            rate(app.path(AppsCommand.Rates.BYTES)),
                            app.path("revision").asInt(),
                            active));
        }
        return actual;
    }

    private static Optional<Long> rate(JsonNode value) {
        return value.isNumber() ? Optional.of(value.asLong()) : Optional.empty();
    }

    private static void print(ApplyPlan plan) {
        plan.steps().forEach(it -> System.out.println("  " + it.text()));
        if (!plan.leftAlone().isEmpty()) {
            System.out.println(
                    "Not in the file, left alone: " + String.join(", ", plan.leftAlone()));
        }
        if (plan.steps().isEmpty()) {
            System.out.println("All is as the file wants it.");
        }
        System.out.flush();
    }

    private boolean agreed() {
        if (yes) {
            return true;
        }
        // Without a terminal there is none, or one that is none: that depends on the JDK.
        Optional<Console> console =
                Optional.ofNullable(System.console()).filter(it -> it.isTerminal() && !json());
        String answer =
                console.orElseThrow(
                                () -> usage("nobody can be asked here: say --yes, or --dry-run"))
                        .readLine("Do it? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** Gives the key, where it made one. */
    private static Optional<ObjectNode> perform(AdminClient client, ApplyPlan.Step step)
            throws IOException {
        ObjectNode body = AdminClient.JSON.createObjectNode();
        switch (step) {
            case ApplyPlan.Step.CreateApp create -> {
                body.put("app", create.app());
                create.events().ifPresent(it -> body.put(AppsCommand.Rates.EVENTS, it));
                create.bytes().ifPresent(it -> body.put(AppsCommand.Rates.BYTES, it));
                client.post("/v1/apps", body);
            }
            case ApplyPlan.Step.ChangeRates change -> {
                put(body, AppsCommand.Rates.EVENTS, change.events());
                put(body, AppsCommand.Rates.BYTES, change.bytes());
                body.put("revision", change.was().revision());
                client.send("PATCH", AdminOptions.path(change.app()), body);
            }
            case ApplyPlan.Step.AddKey add -> {
                JsonNode made = client.post(AdminOptions.path(add.app(), "keys"), body);
                ObjectNode key = AdminClient.JSON.createObjectNode();
                key.put("app", add.app());
                key.set("key", made.path("key"));
                key.set("secret", made.path("secret"));
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static void put(ObjectNode body, String member, Optional<Long> rate) {
        rate.ifPresentOrElse(it -> body.put(member, it), () -> body.putNull(member));
    }

    @Override
    void show(JsonNode answer) {
        if (answer.path("applied").asBoolean()) {
            System.out.printf("Done: %d changes.%n", answer.path("plan").size());
        }
        for (JsonNode key : answer.path("keys")) {
            System.out.printf("App %s: ", key.path("app").asText());
            KeysCommand.printNew(key);
        }
    }

    @Override
    int exitCode(JsonNode answer) {
        return notWanted ? 1 : 0;
    }
}
