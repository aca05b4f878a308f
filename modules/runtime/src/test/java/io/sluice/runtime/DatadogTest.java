package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A receiver in the place of Datadog keeps what arrives. */
class DatadogTest {
    private final Map<String, JsonObject> series = new ConcurrentHashMap<>();
    private final Map<String, String> requests = new ConcurrentHashMap<>();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        receiver.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    requests.put(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
                            exchange.getRequestURI().getQuery()
                                    + exchange.getRequestHeaders().entrySet());
                    JsonArray all = new JsonObject(body).getJsonArray("series");
                    for (int i = 0; i < all.size(); i++) {
                        JsonObject it = all.getJsonObject(i);
                        series.put(it.getString("metric"), it);
                    }
                    exchange.sendResponseHeaders(202, -1);
                    exchange.close();
                });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private Metrics metrics(String key) {
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort());
        return new Metrics(
                new MetricsSettings(
                        10,
                        10,
                        new MetricsSettings.Datadog(new Secret(key), url, Duration.ofSeconds(1))));
    }

    @Test
    void whatIsMeasuredArrivesWithItsTags() {
        try (Metrics metrics = metrics("the-key")) {
            metrics.registry().counter("sluice.test.things", "app", "demo").increment(3);
            metrics.registry().gauge("sluice.test.level", 7);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> series.containsKey("sluice.test.things"));
            assertThat(requests.keySet()).containsExactly("POST /api/v1/series");
            assertThat(requests.values()).allMatch(it -> it.contains("the-key"));
            assertThat(series.get("sluice.test.things").getJsonArray("tags")).contains("app:demo");
            assertThat(
                            series.get("sluice.test.level")
                                    .getJsonArray("points")
                                    .getJsonArray(0)
                                    .getDouble(1))
                    .isEqualTo(7);
            assertThat(series).containsKey("jvm.memory.used");
            // Prometheus has it all the same.
            assertThat(metrics.scrape()).contains("sluice_test_things_total{app=\"demo\"} 3.0");
        }
    }

    @Test
    void withoutAKeyNothingIsSent() throws InterruptedException {
        try (Metrics metrics = metrics("")) {
            metrics.registry().counter("sluice.test.things").increment();
            Thread.sleep(1_500);
        }
        assertThat(requests).isEmpty();
    }
}
