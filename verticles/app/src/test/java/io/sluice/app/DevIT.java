package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code dev} as a process: what it prints, that others can join it, that it stops cleanly. */
class DevIT {
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"it\",\"evname\":\"dev\",\"body\":{\"n\":1}}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path folder;

    @Test
    void servesIsJoinedAndStops() throws Exception {
        String data = folder.resolve("data").toString();
        try (SluiceProcess dev =
                SluiceProcess.start(folder, Map.of(), "dev", "--data-dir", data, "--json")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !dev.isAlive() || dev.out().endsWith("\n"));
            JsonNode addresses = new ObjectMapper().readTree(dev.out());
            assertThat(addresses.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "http",
                            "management",
                            "warehouse",
                            "s3",
                            "kafka",
                            "writeKey",
                            "console",
                            "adminToken");
            String door = addresses.path("http").asText();
            String management = addresses.path("management").asText();
            assertThat(get(door + "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(management + "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(management + "/metrics").body()).contains("# TYPE");
            assertThat(post(door, "wrong").statusCode()).isEqualTo(401);
            assertThat(post(door, addresses.path("writeKey").asText()).statusCode()).isEqualTo(202);

            Path file = folder.resolve("events.ndjson");
            Files.writeString(file, (EVENT + "\n").repeat(10));
            SluiceProcess.Result joined =
                    SluiceProcess.run(
                            folder,
                            "load",
                            file.toString(),
                            "--data-dir",
                            data,
                            "--app",
                            "joined",
                            "--json",
                            "--query",
                            "SELECT count(*) FROM _e_it__dev");
            assertThat(joined.code()).as(joined.err()).isZero();
            assertThat(joined.json().path("query").toString()).isEqualTo("[[10]]");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> {
                                SluiceProcess.Result books =
                                        SluiceProcess.run(
                                                folder, "books", "--url", management, "--json");
                                assertThat(books.json().path("apps").findValuesAsText("loaded"))
                                        .containsExactly("1", "10");
                            });

            dev.interrupt();
            SluiceProcess.Result end = dev.await();
            assertThat(end.code()).isEqualTo(Exit.INTERRUPTED);
            assertThat(end.err()).doesNotContain("WARN", "ERROR");
        }
        SluiceProcess.Result books =
                SluiceProcess.run(folder, "books", "--data-dir", data, "--json");
        assertThat(books.code()).as(books.err()).isZero();
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String door, String key)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(door + "/v1/events"))
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
