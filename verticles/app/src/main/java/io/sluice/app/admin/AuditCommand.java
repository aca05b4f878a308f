package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Map;

/** {@code sluice audit}: who changed what. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Shows who changed what over the admin API, the newest first.",
        footer = {
            "",
            "Examples:",
            "  sluice audit --data-dir ./data",
            "  sluice audit --app shop --limit 1000 --json --url http://127.0.0.1:8090",
            "",
            "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 the admin API cannot be reached."
        })
public final class AuditCommand extends AdminCommand {
    @Option(names = "--app", paramLabel = "NAME", description = "Only changes of this app.")
    private @Nullable String app;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    JsonNode ask(AdminClient client) throws IOException {
        String only = app;
        return client.list(
                "/v1/audit",
                only == null ? Map.of() : Map.of("app", only),
                "changes",
                Math.max(1, limit));
    }

    @Override
    void show(JsonNode answer) {
        TextTable table = new TextTable("at", "by", "action", "app", "subject", "to");
        for (JsonNode it : answer.path("changes")) {
            table.add(
                    Cells.text(it.path("at")),
                    Cells.safe(Cells.text(it.path("by"))),
                    Cells.text(it.path("action")),
                    Cells.text(it.path("app")),
                    Cells.text(it.path("subject")),
                    it.has("after") ? Cells.safe(it.path("after").toString()) : "");
        }
        table.print(System.out);
        more(answer);
    }
}
