package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** {@code load} and {@code books} as processes, over several runs on one data folder. */
@Execution(ExecutionMode.CONCURRENT)
class LoadIT {
    @TempDir private Path folder;

    @Test
    void loadsOnceHoweverOftenItRuns() throws IOException, InterruptedException {
        Path file = folder.resolve("events.ndjson");
        StringBuilder content = new StringBuilder();
        for (int n = 0; n < 5_000; n++) {
            content.append(event(n));
        }
        content.append("\n   \nthis is no JSON\n").append(withId("a")).append(withId("a"));
        Files.writeString(file, content);

        String sums =
                "SELECT count(*), sum(n), 9007199254740993 AS big, 1.50 AS dec, NULL AS none,"
                        + " min(_ts) FROM _e_it__count";
        SluiceProcess.Result first = load(file, "--json", "--query", sums);
        assertThat(first.code()).as(first.err()).isZero();
        check(first.json(), 5_003, 5_001, 1, 1);
        assertThat(first.out())
                .contains("\"query\":[[5001,12497500,9007199254740993,1.50,null,")
                .contains("\"2015-01-01T00:00:00Z\"");
        JsonNode table = first.json().path("tables").path(0);
        assertThat(table.path("table").asText()).isEqualTo("_e_it__count");
        assertThat(table.path("rows").asLong()).isEqualTo(5_001);
        assertThat(table.path("columns").findValuesAsText("name"))
                .startsWith("_id", "_ts", "_received_at", "_schema_version")
                .contains("n", "text");
        assertThat(table.path("columns").path(0).path("path").isNull()).isTrue();
        assertThat(table.path("columns").findValuesAsText("path")).contains("/body/n");

        SluiceProcess.Result second = load(file, "--json");
        check(second.json(), 5_003, 5_001, 1, 1);
        assertThat(rows(second)).isEqualTo(5_001);

        Files.writeString(file, event(5_000) + event(5_001), StandardOpenOption.APPEND);
        SluiceProcess.Result grown = load(file, "--json");
        check(grown.json(), 5_005, 5_003, 1, 1);

        SluiceProcess.Result again = load(file, "--json", "--again");
        check(again.json(), 5_005, 5_002, 2, 1);
        assertThat(rows(again)).isEqualTo(5_003 + 5_002);

        SluiceProcess.Result reloaded =
                SluiceProcess.run(
                        folder,
                        "reload",
                        "--app",
                        "demo",
                        "--table",
                        "_e_it__count",
                        "--data-dir",
                        data(),
                        "--json");
        assertThat(reloaded.code()).as(reloaded.err()).isZero();
        assertThat(reloaded.json().path("same").asBoolean()).isTrue();
        assertThat(reloaded.json().path("after").path("rows").asLong()).isEqualTo(5_003 + 5_002);

        SluiceProcess.Result books =
                SluiceProcess.run(folder, "books", "--data-dir", data(), "--json");
        assertThat(books.code()).as(books.err()).isZero();
        JsonNode app = books.json().path("apps").path(0);
        assertThat(app.path("received").asLong()).isEqualTo(2 * 5_005);
        assertThat(app.path("loaded").asLong()).isEqualTo(5_003 + 5_002);
        assertThat(app.path("in_flight").asLong()).isZero();

        SluiceProcess.Result wrong = load(file, "--query", "SELECT nonsense");
        assertThat(wrong.code()).isEqualTo(Exit.DEPENDENCY);
        assertThat(wrong.err()).contains("nonsense");
        assertThat(wrong.out()).contains("balanced", "_e_it__count");
    }

    @Test
    void mapsAnArrayOfAnotherShapeIntoAnotherApp() throws IOException, InterruptedException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
            zip.write(
                    """
                    [
                      {"id": 1, "at": "2023-04-08T05:14:40Z", "kind": "Push", "data": {
                         "deep": {"list": [1, 2]}}},
                      {"id": 2, "at": "2023-04-08T05:14:41Z", "kind": "Push", "data": {"deep": {}}},
                      {"id": 3, "kind": "Push", "data": {}}
                    ]
                    """
                            .getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("events.dat"), zipped.toByteArray());
        SluiceProcess.Result result =
                SluiceProcess.run(
                        folder,
                        "load",
                        file.toString(),
                        "--app",
                        "other-app",
                        "--map",
                        "ts=/at,entype=hub,evname=/kind,body=/data,id=/id",
                        "--json",
                        "--query",
                        "SELECT _id, deep__list FROM _e_hub__push ORDER BY _id");
        assertThat(result.code()).as(result.err()).isZero();
        check(result.json(), 3, 2, 0, 1);
        assertThat(result.json().path("query").toString()).startsWith("[[\"1\",\"[1, 2]\"],[\"2\"");
        assertThat(result.json().path("tables").path(0).path("app").asText())
                .isEqualTo("other-app");
    }

    private SluiceProcess.Result load(Path file, String... more)
            throws IOException, InterruptedException {
        String[] line = new String[more.length + 4];
        line[0] = "load";
        line[1] = file.toString();
        line[2] = "--data-dir";
        line[3] = data();
        System.arraycopy(more, 0, line, 4, more.length);
        return SluiceProcess.run(folder, line);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static long rows(SluiceProcess.Result result) throws IOException {
        return result.json().path("tables").path(0).path("rows").asLong();
    }

    private static void check(
            JsonNode json, long received, long loaded, long duplicates, long dead) {
        assertThat(json.path("received").asLong()).isEqualTo(received);
        assertThat(json.path("loaded").asLong()).isEqualTo(loaded);
        assertThat(json.path("duplicates").asLong()).isEqualTo(duplicates);
        assertThat(json.path("dead").asLong()).isEqualTo(dead);
    }

    private static String event(int n) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"it\",\"evname\":\"count\",\"body\":"
                + "{\"n\":"
                + n
                + ",\"text\":\"event number "
                + n
                + "\"}}\n";
    }

    private static String withId(String id) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"it\",\"evname\":\"count\",\"body\":"
                + "{},\"id\":\""
                + id
                + "\"}\n";
    }
}
