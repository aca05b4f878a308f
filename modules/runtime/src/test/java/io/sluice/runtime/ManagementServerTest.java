package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

class ManagementServerTest {
    private final Metrics metrics = new Metrics();
    private final Vertx vertx = metrics.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Health health = new Health(Duration.ofMillis(100));
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void start() {
        port =
                ManagementServer.start(
                                vertx, new ManagementSettings("127.0.0.1", 0), health, metrics)
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
}
