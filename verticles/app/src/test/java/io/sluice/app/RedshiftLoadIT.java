package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same events through PostgreSQL and through the stand-in for Redshift: the same rows. */
@Execution(ExecutionMode.CONCURRENT)
class RedshiftLoadIT {
    private static final String QUERY =
            "SELECT _id, _ts, n, big, text, flag, moment, mixed, list, deep__key"
                    + " FROM _e_it__thing ORDER BY _id, text, n, moment, mixed, deep__key";

    @TempDir private Path folder;

    @Test
    void theSameEventsGiveTheSameRows() throws IOException, InterruptedException {
        Path first = Files.writeString(folder.resolve("first.ndjson"), first());
        Path second = Files.writeString(folder.resolve("second.ndjson"), second());
        JsonNode postgres = load("postgresql", QUERY, first, second);
        JsonNode redshift = load("redshift", QUERY, first, second);
        assertThat(redshift.path("received").asLong()).isEqualTo(208);
        for (String count : new String[] {"received", "loaded", "duplicates", "dead"}) {
            assertThat(redshift.path(count)).as(count).isEqualTo(postgres.path(count));
        }
        assertThat(postgres.path("altered").asLong()).isZero();
        assertThat(redshift.path("altered").asLong()).isEqualTo(3);
        assertThat(redshift.path("query").size()).isEqualTo(205);
        assertThat(redshift.path("query")).isEqualTo(postgres.path("query"));
        assertThat(redshift.path("tables").toString())
                .contains("\"SUPER\"", "\"VARCHAR(16384)\"", "\"TIMESTAMPTZ\"");

        assertThat(kept())
                .containsExactly("/body/long 4 200000", "/body/nest 2 70004", "/body/sum 1 81");
        SluiceProcess.Result books =
                SluiceProcess.run(folder, "books", "--data-dir", data("redshift"), "--json");
        assertThat(books.code()).as(books.out() + books.err()).isZero();
        SluiceProcess.Result reload =
                SluiceProcess.run(
                        folder,
                        "reload",
                        "--app",
                        "demo",
                        "--table",
                        "_e_it__thing",
                        "--data-dir",
                        data("redshift"),
                        "--json");
        assertThat(reload.code()).as(reload.err()).isZero();
        assertThat(reload.json().path("same").asBoolean()).isTrue();
    }

    private JsonNode load(String warehouse, String query, Path... files)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("load"));
        Stream.of(files).map(Path::toString).forEach(words::add);
        words.addAll(List.of("--warehouse", warehouse, "--data-dir", data(warehouse)));
        words.addAll(List.of("--json", "--query", query));
        SluiceProcess.Result result = SluiceProcess.run(folder, words.toArray(String[]::new));
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        return result.json();
    }

    /**
     * Of each value that is kept elsewhere: its path, its pieces, and the bytes of them together.
     */
    private List<String> kept() throws IOException, InterruptedException {
        Path none = Files.writeString(folder.resolve("none.ndjson"), "");
        JsonNode rows =
                load(
                                "redshift",
                                "SELECT path, count(*), sum(octet_length(value)) FROM"
                                        + " _sluice_values GROUP BY path ORDER BY path",
                                none)
                        .path("query");
        List<String> found = new ArrayList<>();
        rows.forEach(
                row -> {
                    List<String> cells = new ArrayList<>();
                    row.forEach(cell -> cells.add(cell.asText()));
                    found.add(String.join(" ", cells));
                });
        return found;
    }

    private String data(String warehouse) {
        return folder.resolve(warehouse).toString();
    }

    private static String first() {
        StringBuilder events = new StringBuilder();
        for (int n = 0; n < 200; n++) {
            events.append(
                    event(
                            "\"id\":\"" + n + "\",",
                            "\"n\":%d,\"text\":\"%s\",\"flag\":%b,\"moment\":\"2020-01-01T00:00:00.%03dZ\",\"mixed\":%d"
                                    .formatted(n, "ä\\\"\\\\,\\n" + n, n % 2 == 0, n, n)));
        }
        return events + event("\"id\":\"7\",", "\"n\":8") + "no json\n";
    }

    /** Widens all of it: longer, of other kinds, new, nested. */
    private static String second() {
        return event("", "\"n\":0.1,\"big\":12345678901234567890,\"mixed\":\"text\"")
                + event("", "\"text\":\"" + "x".repeat(9_000) + "\",\"flag\":\"perhaps\"")
                + event("", "\"moment\":\"soon\",\"list\":[1,{\"a\":null}],\"big\":0.5")
                + event("", "\"mixed\":{\"deep\":true},\"deep\":{\"key\":-1}")
                + event("", "\"list\":\"no list\",\"n\":null")
                + monster();
    }

    /** What Redshift has no column for. */
    private static String monster() {
        String sum = "[1." + "3".repeat(77) + "]";
        return event(
                        "",
                        "\"long\":\"%s\",\"nest\":[\"%s\"],\"sum\":%s,\"small\":1"
                                .formatted("é".repeat(100_000), "x".repeat(70_000), sum))
                .replace("\"thing\"", "\"monster\"");
    }

    private static String event(String id, String body) {
        return "{"
                + id
                + "\"ts\":\"2020-01-01T00:00:00Z\",\"entype\":\"it\",\"evname\":\"thing\",\"body\":{"
                + body
                + "}}\n";
    }
}
