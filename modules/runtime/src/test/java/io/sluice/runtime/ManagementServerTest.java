package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ManagementServerTest {
    private final Metrics metrics = new Metrics();
    private final Vertx vertx = metrics.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Health health = new Health(Duration.ofMillis(100));
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() {
        port =
                ManagementServer.start(vertx, ManagementSettings.LOCAL, health, metrics)
                        .await()
                        .port();
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().await();
        metrics.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void readyOnceStartedAndUntilTheDrain() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        health.started();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        health.draining();
        health.started();
        assertThat(get("/health/ready").body())
                .isEqualTo("{\"status\":\"down\",\"phase\":\"draining\",\"checks\":{}}");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void eachDependencyShowsItsStatus() throws Exception {
        health.started();
        health.ready("kafka", () -> Status.UP);
        health.ready("registry", () -> Future.failedFuture("connection refused"));
        health.ready("warehouse", () -> Promise.<Status>promise().future());
        HttpResponse<String> answer = get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"kafka\":{\"status\":\"up\"}")
                .contains("\"registry\":{\"status\":\"down\",\"detail\":\"connection refused\"}")
                .contains("\"warehouse\":{\"status\":\"down\"");
    }

    @Test
    void aPartThatOnlyARestartHelpsIsNotLive() throws Exception {
        health.live("loop", () -> Status.down("stopped"));
        assertThat(get("/health/live").statusCode()).isEqualTo(503);
    }

    @Test
    void metricsArePrometheusText() throws Exception {
        metrics.registry().counter("sluice.test.things").increment(3);
        get("/health/live");
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("sluice_test_things_total 3.0")
                .contains("jvm_memory_used_bytes")
                .contains("vertx_http_server_");
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(404);
    }

    /** Connections that only trickle bytes keep no probe out. */
    @Test
    void oneConnectionTooManyClosesTheOldest() throws Exception {
        int limit = ManagementSettings.LOCAL.maxConnections();
        List<Socket> trickling = new ArrayList<>();
        try {
            for (int i = 0; i < limit + 20; i++) {
                Socket socket = new Socket("127.0.0.1", port);
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET /health/live HTTP/1.1\r\nA: ".getBytes(US_ASCII));
                trickling.add(socket);
            }
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
            assertThat(trickling.getFirst().getInputStream().read()).isEqualTo(-1);
            trickling.getLast().getOutputStream().write("b\r\n\r\n".getBytes(US_ASCII));
            assertThat(trickling.getLast().getInputStream().read()).isEqualTo('H');
        } finally {
            for (Socket socket : trickling) {
                socket.close();
            }
        }
    }

    /** Whatever stands in the request, it is answered and nothing of it is a path of a file. */
    @Test
    void hostileRequestsAreNotFoundOrRefused() throws Exception {
        for (String request :
                List.of(
                        "GET /../../etc/passwd",
                        "GET /health/live/../../metrics%00",
                        "GET /%2e%2e/%2e%2e/etc/passwd",
                        "GET //metrics'; DROP TABLE x; --",
                        "DELETE /metrics",
                        "GET /" + "x".repeat(10_000))) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write((request + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(12);
                assertThat(new String(answer, US_ASCII)).as(request).matches("HTTP/1.[01] 4\\d\\d");
            }
        }
    }
}
