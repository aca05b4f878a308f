package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class HostileIT {
    private static final String TRICKLING =
            "http: {head-deadline: 1s, request-deadline: 1s, idle-timeout: 1s}";
    private static final String EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"x\",\"body\":{\"a\":1}}";
    private final TopicReader topics = new TopicReader(DevStack.shared().kafka());

    private static String head(String more) {
        return "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Write-Key: "
                + RunningSink.KEY
                + "\r\n"
                + more;
    }

    private static void assertStillWorks(RunningSink door) throws Exception {
        assertThat(door.post("", EVENT).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> door.meters.get("sluice.sink.inflight.bytes").gauge().value() == 0);
    }

    @Test
    void everyHostileDocumentIsAnsweredAndTheBrokenOnesAreDeadLetters() throws Exception {
        String head =
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"u\",\"evname\":\"x\",\"body\":{\"a\":";
        List<String> broken =
                List.of(
                        "\u00ef\u00bb\u00bf" + EVENT,
                        head + "\"\u00c0\u0080\"}}",
                        head + "\"\u00ed\u00a0\u0080\"}}",
                        head + "\"\u00ff\u00fe\"}}",
                        head + "\"\\ud800\"}}",
                        head + "\"\\udc00\\ud800\"}}",
                        head + "NaN}}",
                        head + "-Infinity}}",
                        head + "1}}{}",
                        head + "1}} " + EVENT,
                        head + "[".repeat(100_000) + "]".repeat(100_000) + "}}",
                        head + "[".repeat(100_000),
                        head + "\"\u0000\"}}",
                        "\u0000",
                        head + "\"a",
                        head + "1",
                        EVENT.substring(0, EVENT.length() - 1),
                        "{\"ts\":1}",
                        "null",
                        "42",
                        "\"text\"",
                        "\u00ff\u00fe{\u0000}\u0000",
                        EVENT.replace("2015-01-01T", "2015-13-01T"),
                        EVENT.replace("\"user\"", "\"\""),
                        EVENT.replace("\"user\"", "\"" + "u".repeat(300) + "\""),
                        EVENT.replace("\"entype\"", "\"evname\""),
                        EVENT.replace("{\"a\":1}", "[]"));
        try (RunningSink door = new RunningSink("instances: 1")) {
            for (String document : broken) {
                HttpResponse<String> answer =
                        door.post("application/json", document.getBytes(ISO_8859_1));
                assertThat(answer.statusCode()).as(document).isEqualTo(400);
            }
            for (String number :
                    List.of(
                            "1e400",
                            "-0",
                            "9".repeat(5000),
                            "0." + "1".repeat(5000),
                            "\"\\u0000\"")) {
                assertThat(door.post("application/json", head + number + "}}").statusCode())
                        .as(number)
                        .isEqualTo(202);
            }
            assertThat(topics.letters(door.dead()))
                    .extracting(it -> new String(it.value(), ISO_8859_1))
                    .containsExactlyElementsOf(broken);
            assertStillWorks(door);
        }
    }

    @Test
    void garbageOnTheSocketIsAnsweredOrClosedAndNeverA500() throws Exception {
        Random random = new Random(11);
        try (RunningSink door = new RunningSink("instances: 1")) {
            for (int i = 0; i < 100; i++) {
                byte[] garbage = new byte[1 + random.nextInt(2000)];
                random.nextBytes(garbage);
                assertThat(door.raw(garbage)).doesNotContain(" 500 ");
            }
            List<String> requests =
                    List.of(
                            "\r\n\r\n",
                            "POST\r\n\r\n",
                            "POST /v1/events\r\n\r\n",
                            "POST /v1/events HTTP/9.9\r\n\r\n",
                            "POST " + "/x".repeat(5000) + " HTTP/1.1\r\n\r\n",
                            "POST * HTTP/1.1\r\nHost: x\r\n\r\n",
                            "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n",
                            "POST http://[::bad/v1/events HTTP/1.1\r\nHost: x\r\n\r\n",
                            "POST /v1/events%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                            "POST /v1/events HTTP/1.1\r\nA: " + "x".repeat(40_000) + "\r\n\r\n",
                            head("Content-Length: -5\r\n\r\n"),
                            head("Content-Length: x\r\n\r\n"),
                            head("Content-Length: 99999999999999999999\r\n\r\n"),
                            head("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                            head("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello"),
                            head("Transfer-Encoding: chunked\r\n\r\nffffffffff\r\nhello"),
                            head("Transfer-Encoding: gzip\r\n\r\nhello"),
                            head(
                                    "Transfer-Encoding: chunked\r\n"
                                            + "Content-Length: 3\r\n\r\n"
                                            + "0\r\n\r\n"),
                            head("Content-Length: 500\r\n\r\ntruncated"),
                            head("Expect: 200-ok\r\nContent-Length: 2\r\n\r\n{}"),
                            head(
                                    "Upgrade: websocket\r\n"
                                            + "Connection: Upgrade\r\n"
                                            + "Content-Length: 2\r\n\r\n"
                                            + "{}"),
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            for (String request : requests) {
                String answer = door.raw(request);
                assertThat(answer).as(request).doesNotContain(" 500 ").doesNotContain(" 202 ");
            }
            assertThat(
                            door.raw(
                                    "POST /v1/events HTTP/1.1\r\nA: "
                                            + "x".repeat(40_000)
                                            + "\r\n\r\n"))
                    .contains(" 431 ");
            assertStillWorks(door);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        try (RunningSink door = new RunningSink("instances: 2")) {
            for (int i = 0; i < 50; i++) {
                try (Socket socket = door.connect()) {
                    socket.getOutputStream()
                            .write(head("Content-Length: 100000\r\n\r\n{").getBytes(ISO_8859_1));
                }
            }
            assertStillWorks(door);
            await().until(() -> door.meters.get("sluice.sink.connections").gauge().value() <= 1);
        }
    }

    @Test
    void aBodyThatTricklesIsCutAtTheDeadline() throws Exception {
        try (RunningSink door = new RunningSink(TRICKLING);
                Socket socket = door.connect();
                Socket headless = door.connect()) {
            socket.getOutputStream()
                    .write(head("Content-Length: 1000\r\n\r\n").getBytes(ISO_8859_1));
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(socket));
            CompletableFuture<String> closed = CompletableFuture.supplyAsync(() -> read(headless));
            headless.getOutputStream()
                    .write("POST /v1/events HTTP/1.1\r\nA: ".getBytes(ISO_8859_1));
            for (int i = 0; i < 30 && !(answer.isDone() && closed.isDone()); i++) {
                trickle(socket);
                trickle(headless);
                Thread.sleep(300);
            }
            assertThat(answer.get()).contains(" 408 ");
            assertThat(closed.isDone()).isTrue();
            assertStillWorks(door);
        }
    }

    private static void trickle(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException closedByTheDoor) {
            assertThat(closedByTheDoor).isNotNull();
        }
    }

    private static String read(Socket socket) {
        try {
            return RunningSink.readAll(socket.getInputStream());
        } catch (IOException closed) {
            return closed.toString();
        }
    }

    @Test
    void whenFullItSays503AndWhenToComeBack() throws Exception {
        try (RunningSink door =
                new RunningSink(
                        "instances: 2\nhttp: {max-body: 1MiB, in-flight: 1100KiB}\n"
                                + "rates: {share-of-in-flight: 100}")) {
            List<Socket> holders = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Socket socket = door.connect();
                socket.getOutputStream()
                        .write(head("Content-Length: 520000\r\n\r\n{").getBytes(ISO_8859_1));
                holders.add(socket);
            }
            await().until(
                            () ->
                                    door.meters.get("sluice.sink.inflight.bytes").gauge().value()
                                            > 1_000_000);
            HttpResponse<String> answer = door.post("", EVENT + " ".repeat(100_000));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
            for (Socket holder : holders) {
                holder.close();
            }
            assertStillWorks(door);
        }
    }

    @Test
    void aWrongKeyDoesNotEndItsConnection() throws Exception {
        String right = head("Content-Length: " + EVENT.length() + "\r\n\r\n") + EVENT;
        String wrong = right.replace(RunningSink.KEY, "some-other-key");
        try (RunningSink door = new RunningSink("");
                Socket socket = door.connect()) {
            for (String status : List.of("401", "202", "401", "202")) {
                String request = status.equals("202") ? right : wrong;
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                assertThat(answer(socket)).startsWith("HTTP/1.1 " + status + " ");
            }
            assertStillWorks(door);
        }
    }

    /** What comes until the JSON of one answer has ended. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("]}") < 0) {
            int b = socket.getInputStream().read();
            if (b < 0) {
                return answer + "<end>";
            }
            answer.append((char) b);
        }
        return answer.toString();
    }

    @Test
    void connectionsAboveTheLimitAreClosed() throws Exception {
        try (RunningSink door = new RunningSink("instances: 1\nhttp: {max-connections: 2}");
                Socket first = door.connect();
                Socket second = door.connect();
                Socket third = door.connect()) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            assertThat(third.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void connectionsOfOneAddressAboveItsLimitAreClosed() throws Exception {
        String limits = "instances: 2\nhttp: {max-connections-per-address: 2}";
        try (RunningSink door = new RunningSink(limits)) {
            try (Socket first = door.connect();
                    Socket second = door.connect()) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                await().until(
                                () ->
                                        door.meters.get("sluice.sink.connections").gauge().value()
                                                == 2);
                try (Socket third = door.connect()) {
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }
            }
            await().untilAsserted(() -> assertStillWorks(door));
        }
    }

    @Test
    void anAppWithoutTopicsIs503UntilTheyAreThere() throws Exception {
        try (RunningSink door =
                new RunningSink("chunks: {topic-wait: 500ms}", DevStack.shared().kafka(), false)) {
            HttpResponse<String> answer = door.post("", EVENT);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("not_ready");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            door.createTopics(KafkaSettings.of(DevStack.shared().kafka()));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> door.post("", EVENT).statusCode() == 202);
            assertThat(topics.events(Topics.events(door.app))).isNotEmpty();
        }
    }

    @Test
    void withoutKafkaItSays503() throws Exception {
        try (RunningSink door =
                new RunningSink("chunks: {topic-wait: 200ms}", "127.0.0.1:1", false)) {
            assertThat(door.post("", EVENT).statusCode()).isEqualTo(503);
            assertThat(door.post("", "broken").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aStopAnswersWhatIsUnderWay() throws Exception {
        RunningSink door = new RunningSink("instances: 2\nchunks: {linger: 200ms}");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            HttpRequest request =
                    door.request("/v1/events")
                            .header("X-Write-Key", RunningSink.KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                            .build();
            answers.add(door.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        await().until(() -> door.sink.statistics().in() >= 50);
        door.sink.close().await();
        int accepted = 0;
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            try {
                accepted += answer.get().statusCode() == 202 ? 1 : 0;
            } catch (ExecutionException refusedAfterTheStop) {
                assertThat(refusedAfterTheStop).hasCauseInstanceOf(IOException.class);
            }
        }
        assertThat(accepted).isGreaterThanOrEqualTo(50);
        assertThat(topics.events(door.events())).hasSizeGreaterThanOrEqualTo(accepted);
        assertThat(topics.events(door.events())).hasSize((int) door.sink.statistics().out());
        door.vertx.close().await();
        door.client.close();
    }

    /** A connection that is closed just when the next request comes would lose it. */
    @Test
    void aStopCutsNobodyBetweenTwoRequests() throws Exception {
        for (int round = 0; round < 4; round++) {
            RunningSink door = new RunningSink("instances: 2");
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Boolean>> answered = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    answered.add(clients.submit(() -> sendUntilNobodyListens(door)));
                }
                await().until(() -> door.sink.statistics().in() >= 100);
                door.sink.close().await();
                for (Future<Boolean> it : answered) {
                    assertThat(it.get()).isTrue();
                }
            }
            door.vertx.close().await();
            door.client.close();
        }
    }

    /**
     * After a 503, which ends its connection, a client comes back with a new one. The kernel resets
     * a connection that nobody had accepted yet when the listener went: like a refusal, that says
     * that nothing was read.
     */
    private static boolean sendUntilNobodyListens(RunningSink door) throws Exception {
        boolean told = false;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (true) {
                HttpRequest request =
                        door.request("/v1/events")
                                .header("X-Write-Key", RunningSink.KEY)
                                .POST(HttpRequest.BodyPublishers.ofString(EVENT))
                                .build();
                HttpResponse<String> answer =
                        client.send(request, HttpResponse.BodyHandlers.ofString());
                told = answer.statusCode() == 503;
                if (told) {
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    Thread.sleep(1_000);
                } else {
                    assertThat(answer.statusCode()).isEqualTo(202);
                }
            }
        } catch (ConnectException nobodyListens) {
            return true;
        } catch (IOException reset) {
            if (told) {
                return true;
            }
            throw reset;
        }
    }
}
