package io.sluice.app.admin;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.load.TextTable;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Map;

/** {@code sluice topics list}: what lies on Kafka. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Topics by name: what they hold, and how far their readers are behind.",
        footer = {
            "",
            "Example:",
            "  sluice topics list --app demo --data-dir ./data",
            "",
            "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 the admin API cannot be reached."
        })
public final class ListTopicsCommand extends AdminCommand {
    @Option(names = "--app", paramLabel = "NAME", description = "Only those of this app.")
    private @Nullable String app;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    JsonNode ask(AdminClient client) throws IOException {
        String only = app;
        return client.list(
                "/v1/topics",
                only == null ? Map.of() : Map.of("app", only),
                "topics",
                Math.max(1, limit));
    }

    @Override
    void show(JsonNode answer) {
        TextTable table =
                new TextTable("topic", "partitions", "copies", "keeps", "size", "offsets", "lag");
        for (JsonNode it : answer.path("topics")) {
            boolean there = it.path("exists").asBoolean();
            table.add(
                    Cells.text(it.path("topic")),
                    there ? Cells.number(it.path("partitions")) : "not made yet",
                    Cells.number(it.path("replication")),
                    there ? keeps(it) : "",
                    Cells.bytes(it.path("bytes")),
                    Cells.number(it.path("offsets")),
                    Cells.number(it.path("lag")));
        }
        table.print(System.out);
        more(answer);
    }

    private static String keeps(JsonNode topic) {
        String time =
                topic.has("retention_ms") ? Cells.millis(topic.path("retention_ms")) : "for ever";
        return topic.has("retention_bytes")
                ? time + ", " + Cells.bytes(topic.path("retention_bytes")) + " a partition"
                : time;
    }
}
