package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.devstack.FreePorts;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Each role as its own process from the files in conf/, against one set of backends. */
class RolesIT {
    private static final int REQUEST = 50;
    private static final int HEAP = 256;

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Role, BoundedRole> roles = new EnumMap<>(Role.class);
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> differences = new ArrayList<>();

    @AfterEach
    void stopAll() {
        roles.values().forEach(BoundedRole::close);
    }

    @Test
    void rolesApartDoWhatTheyDoTogether() throws Exception {
        try (BackendsProcess backends = BackendsProcess.start(folder)) {
            environment.putAll(backends.environment());
            environment.put("SLUICE_CONSOLE_PORT", Integer.toString(FreePorts.next()));
            environment.put("SLUICE_ADMIN_TOKEN", TestInstallation.ADMIN_TOKEN);
            for (Role role : Role.values()) {
                roles.put(role, BoundedRole.start(role, folder, environment, HEAP, Map.of()));
            }
            for (BoundedRole role : roles.values()) {
                role.awaitReady();
            }
            int sent = send(0, 60);
            books();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertLoaded(backends, sent));
            assertThat(differences).isEmpty();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(this::assertTheConsoleKnowsAll);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(DashboardNames.missing(metrics())).isEmpty());
            roles.values().forEach(BoundedRole::askToEnd);
            for (BoundedRole role : roles.values()) {
                role.awaitEnd();
            }
            assertThat(backends.terminate().code()).isEqualTo(143);
        }
    }

    /** The names of all metrics of all roles. */
    private Set<String> metrics() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (BoundedRole role : roles.values()) {
            names.addAll(DashboardNames.scraped(role.get("/metrics").body()));
        }
        return names;
    }

    /** It runs alone: what it does not work with itself the others have told it. */
    private void assertTheConsoleKnowsAll() throws IOException, InterruptedException {
        JsonNode pipeline = console("/v1/pipeline");
        assertThat(pipeline.path("processes")).hasSize(Role.values().length);
        assertThat(pipeline.path("health").path("dependencies"))
                .extracting(it -> it.path("name").asText() + " " + it.path("state").asText())
                .containsExactly("kafka up", "registry up", "s3 up", "warehouse up");
        assertThat(pipeline.path("door").path("known").asBoolean()).isTrue();
        assertThat(pipeline.path("door").path("events_per_second").isNumber()).isTrue();
        assertThat(pipeline.path("warehouse").path("visible_p99_seconds").asDouble()).isPositive();
        assertThat(pipeline.path("warehouse").path("freshness").path(0).path("table").asText())
                .isEqualTo("_e_it__roles");
        assertThat(console("/v1/topics/advice").path("advice").isArray()).isTrue();
    }

    private JsonNode console(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + environment.get("SLUICE_CONSOLE_PORT")
                                                        + path))
                                .header(
                                        "Authorization",
                                        "Bearer " + environment.get("SLUICE_ADMIN_TOKEN"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private void assertLoaded(BackendsProcess backends, int all) throws Exception {
        JsonNode books = books();
        assertThat(books.path("received").asLong()).isEqualTo(all);
        assertThat(books.path("loaded").asLong()).as(books.toString()).isEqualTo(all);
        assertThat(backends.query("SELECT count(*) FROM demo._e_it__roles")).isEqualTo(all);
        assertThat(backends.query("SELECT count(DISTINCT n) FROM demo._e_it__roles"))
                .isEqualTo(all);
    }

    /** The books of the one app; notes what they find wrong. */
    private JsonNode books() throws IOException, InterruptedException {
        JsonNode books =
                new ObjectMapper()
                        .readTree(
                                Objects.requireNonNull(roles.get(Role.LOADER))
                                        .get("/books")
                                        .body());
        books.path("differences").forEach(it -> differences.add(it.asText()));
        return books.path("apps").path(0);
    }

    /** Sends requests of events numbered on from {@code next}; gives the next number. */
    private int send(int next, int requests) throws Exception {
        int n = next;
        for (int request = 0; request < requests; request++) {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < REQUEST; i++) {
                body.append(
                        "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"it\",\"evname\":\"roles\",\"body\":{\"n\":%d}}%n"
                                .formatted(n++));
            }
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(BackendsProcess.door(environment)))
                                    .header(
                                            "Authorization",
                                            "Bearer " + environment.get("SLUICE_WRITE_KEY"))
                                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
        return n;
    }
}
