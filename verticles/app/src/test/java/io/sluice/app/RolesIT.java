package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

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

/** Each role as its own process from the files in conf/, against one set of backends. */
class RolesIT {
    private static final int REQUEST = 50;

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Role, SluiceProcess> roles = new EnumMap<>(Role.class);
    private final Map<Role, Integer> ports = new EnumMap<>(Role.class);
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int httpPort;

    @AfterEach
    void stopAll() {
        roles.values().forEach(SluiceProcess::close);
    }

    @Test
    void rolesApartDoWhatTheyDoTogether() throws Exception {
        try (BackendsProcess backends = BackendsProcess.start(folder)) {
            environment.putAll(backends.environment());
            httpPort = BackendsProcess.freePort();
            environment.put("SLUICE_HTTP_PORT", Integer.toString(httpPort));
            for (Role role : Role.values()) {
                ports.put(role, BackendsProcess.freePort());
                start(role);
            }
            for (Role role : Role.values()) {
                awaitReady(role);
            }
            int sent = send(0, 60);
            books();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertLoaded(backends, sent));
            assertThat(differences).isEmpty();
            for (Role role : Role.values()) {
                process(role).terminate();
            }
            for (Role role : Role.values()) {
                SluiceProcess.Result end = process(role).await();
                assertThat(end.code()).as("%s: %s", role, end.err()).isEqualTo(143);
            }
            assertThat(backends.terminate().code()).isEqualTo(143);
        }
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
                                get("http://127.0.0.1:" + ports.get(Role.LOADER) + "/books")
                                        .body());
        books.path("differences").forEach(it -> differences.add(it.asText()));
        return books.path("apps").path(0);
    }

    private void start(Role role) throws IOException {
        Map<String, String> own = new HashMap<>(environment);
        own.put("SLUICE_MANAGEMENT_PORT", String.valueOf(ports.get(role)));
        own.put("JAVA_TOOL_OPTIONS", "-Xmx256m -Djava.io.tmpdir=" + folder);
        roles.put(
                role,
                SluiceProcess.start(
                        folder,
                        own,
                        "run",
                        role.word(),
                        "--conf",
                        BackendsProcess.CONF.resolve(role.word() + ".yaml").toString()));
    }

    private SluiceProcess process(Role role) {
        return java.util.Objects.requireNonNull(roles.get(role));
    }

    private void awaitReady(Role role) throws IOException {
        SluiceProcess process = process(role);
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .until(
                            () ->
                                    !process.isAlive()
                                            || get("http://127.0.0.1:"
                                                                    + ports.get(role)
                                                                    + "/health/ready")
                                                            .statusCode()
                                                    == 200);
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            throw new AssertionError(role + " is not ready:\n" + process.err(), late);
        }
        assertThat(process.isAlive()).as("%s: %s", role, process.err()).isTrue();
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
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:" + httpPort + "/v1/events"))
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

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
