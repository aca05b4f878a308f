package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.devstack.DevStack;
import io.sluice.kafka.Topics;
import io.sluice.registry.AppSettings;
import io.sluice.registry.NewWriteKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What one app may do to the others, and to itself: rates, shares, keys, compressed bodies. */
class LimitsIT {
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"x\",\"body\":{\"a\":1}}";
    private static final String NDJSON = "application/x-ndjson";

    private static RunningSink door;

    @BeforeAll
    static void open() {
        door =
                new RunningSink(
                        "instances: 2\n"
                                + "http: {max-body: 1MiB, in-flight: 8MiB}\n"
                                + "rates: {burst: 1s}\n"
                                + "keys: {refresh: 1h}");
    }

    @AfterAll
    static void close() {
        assertThat(door.meters.get("sluice.sink.inflight.bytes").gauge().value()).isZero();
        door.close();
    }

    private static String app(String name) {
        return name + door.app;
    }

    private static AppSettings rates(long events, long bytes) {
        return new AppSettings(
                Optional.of(events).filter(it -> it > 0), Optional.of(bytes).filter(it -> it > 0));
    }

    private static byte[] lines(int count) {
        return (EVENT + "\n").repeat(count).getBytes(UTF_8);
    }

    @Test
    void eventsBeyondTheRateAre429AndTheRateHolds() throws Exception {
        String key = door.anotherApp(app("slow"), rates(5, 0));
        Map<Integer, Integer> answers = new HashMap<>();
        HttpResponse<String> refused = null;
        long start = System.nanoTime();
        while (System.nanoTime() - start < 2_000_000_000L) {
            HttpResponse<String> answer = door.postAs(key, NDJSON, lines(1));
            answers.merge(answer.statusCode(), 1, Integer::sum);
            refused = answer.statusCode() == 429 ? answer : refused;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(answers.keySet()).containsExactlyInAnyOrder(202, 429);
        assertThat(answers.get(202)).isBetween(6, (int) (5 * (seconds + 1)) + 2);
        assertThat(refused).isNotNull();
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.body()).contains("rate_events", "5 events a second");
        assertThat(door.post(NDJSON, lines(1)).statusCode()).as("another app").isEqualTo(202);
        double counted =
                door.meters
                        .get("sluice.sink.limited")
                        .tag("limit", "rate_events")
                        .counter()
                        .count();
        assertThat(counted).isPositive();
    }

    @Test
    void aLargeBodyIsTakenAndPaidForAfterwards() throws Exception {
        String key = door.anotherApp(app("bulk"), rates(0, 10_000));
        byte[] body = lines(1_000);
        assertThat(door.postAs(key, NDJSON, body).statusCode()).isEqualTo(202);
        HttpResponse<String> refused = door.postAs(key, NDJSON, body);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("rate_bytes", "10000 bytes a second");
        long wait = Long.parseLong(refused.headers().firstValue("retry-after").orElseThrow());
        assertThat(wait).isBetween(body.length / 10_000L - 4, body.length / 10_000L);
        assertThat(new TopicReader(DevStack.shared().kafka()).events(Topics.events(app("bulk"))))
                .hasSize(1_000);
    }

    @Test
    void aNewRateCountsAtOnce() throws Exception {
        String name = app("changed");
        String key = door.anotherApp(name, rates(1, 0));
        door.postAs(key, NDJSON, lines(10));
        assertThat(door.postAs(key, NDJSON, lines(1)).statusCode()).isEqualTo(429);
        door.registry.directory().put(name, AppSettings.DEFAULTS, 1, "test").await();
        await().until(() -> door.postAs(key, NDJSON, lines(1)).statusCode() == 202);
    }

    /** Who is told to slow down keeps its connection. */
    @Test
    void a429KeepsTheConnection() throws Exception {
        String key = door.anotherApp(app("kept"), rates(1, 0));
        door.postAs(key, NDJSON, lines(100));
        byte[] request =
                ("POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(key, EVENT.length(), EVENT))
                        .getBytes(ISO_8859_1);
        try (Socket socket = door.connect()) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request);
                byte[] status = socket.getInputStream().readNBytes(12);
                assertThat(new String(status, ISO_8859_1)).isEqualTo("HTTP/1.1 429");
                await().until(() -> socket.getInputStream().available() > 0);
                socket.getInputStream().skipNBytes(socket.getInputStream().available());
            }
        }
    }

    @Test
    void aGreedyAppLeavesRoomForOthers() throws Exception {
        String key = door.anotherApp(app("greedy"), AppSettings.DEFAULTS);
        List<Socket> holders = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = door.connect();
                holders.add(socket);
                String head =
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: "
                                + key
                                + "\r\nContent-Length: 1000000\r\n\r\n{";
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
            }
            await().until(() -> limited("share_in_flight") >= 10);
            assertThat(door.postAs(key, NDJSON, lines(8_000)).statusCode()).isEqualTo(429);
            assertThat(door.post(NDJSON, lines(10_000)).statusCode()).isEqualTo(202);
        } finally {
            for (Socket socket : holders) {
                socket.close();
            }
        }
        await().until(() -> door.meters.get("sluice.sink.inflight.bytes").gauge().value() == 0);
    }

    private static double limited(String limit) {
        return door.meters.get("sluice.sink.limited").tag("limit", limit).counter().count();
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceAndARotatedOneGoesOn() throws Exception {
        String name = app("keys");
        String first = door.anotherApp(name, AppSettings.DEFAULTS);
        var directory = door.registry.directory();
        String id = directory.keys(name).await().getFirst().id();
        assertThat(door.postAs(first, NDJSON, lines(1)).statusCode()).isEqualTo(202);
        NewWriteKey second =
                directory
                        .rotateKey(name, id, Duration.ofHours(1), Optional.empty(), "test")
                        .await();
        assertThat(door.postAs(first, NDJSON, lines(1)).statusCode()).isEqualTo(202);
        assertThat(door.postAs(second.secret().reveal(), NDJSON, lines(1)).statusCode())
                .isEqualTo(202);
        directory.revokeKey(name, id, "test").await();
        await().atMost(Duration.ofSeconds(3))
                .until(() -> door.postAs(first, NDJSON, lines(1)).statusCode() == 401);
        assertThat(door.postAs(second.secret().reveal(), NDJSON, lines(1)).statusCode())
                .isEqualTo(202);
    }

    private static String name(Encoding encoding) {
        return encoding.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void compressedBodiesAreTakenAsAnyOther() throws Exception {
        for (Encoding encoding : Encoding.values()) {
            byte[] body = InflationTest.compress(encoding, lines(1_000));
            HttpResponse<String> answer =
                    door.post(NDJSON, body, "Content-Encoding", name(encoding));
            assertThat(answer.statusCode()).as(encoding.name()).isEqualTo(202);
            assertThat(answer.body()).contains("\"accepted\":1000");
        }
    }

    @Test
    void brokenAndOverlargeCompressedBodiesAreRefused() throws Exception {
        byte[] whole = InflationTest.compress(Encoding.GZIP, lines(1_000));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        HttpResponse<String> broken = door.post(NDJSON, cut, "Content-Encoding", "gzip");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(broken.body()).contains("invalid_encoding");
        for (Encoding encoding : List.of(Encoding.GZIP, Encoding.DEFLATE, Encoding.ZSTD)) {
            byte[] bomb = InflationTest.compress(encoding, new byte[64 << 20]);
            HttpResponse<String> answer =
                    door.post(NDJSON, bomb, "Content-Encoding", name(encoding));
            assertThat(answer.statusCode()).as(encoding.name()).isEqualTo(413);
            assertThat(answer.body()).contains("too_large");
        }
        HttpResponse<String> other = door.post(NDJSON, lines(1), "Content-Encoding", "br");
        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(other.headers().firstValue("accept-encoding")).contains(Encoding.ACCEPTED);
        assertThat(door.post(NDJSON, lines(1), "Content-Encoding", "gzip, gzip").statusCode())
                .isEqualTo(415);
    }

    /** A client that leaves while its body is inflated leaves nothing behind. */
    @Test
    void whoLeavesInTheMiddleLeavesNothing() throws IOException {
        byte[] body = InflationTest.compress(Encoding.GZIP, lines(8_000));
        for (int i = 0; i < 20; i++) {
            try (Socket socket = door.connect()) {
                String head =
                        "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: "
                                + RunningSink.KEY
                                + "\r\nContent-Encoding: gzip\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(ISO_8859_1));
                socket.getOutputStream().write(body);
            }
        }
        await().until(() -> door.meters.get("sluice.sink.inflight.bytes").gauge().value() == 0);
    }
}
