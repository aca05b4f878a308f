package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.devstack.DevStack;
import io.sluice.events.DeadLetter;
import io.sluice.runtime.StageStatistics;
import io.vertx.core.json.JsonObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

class SinkIT {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private final TopicReader topics = new TopicReader(DevStack.shared().kafka());
    private final RunningSink door = new RunningSink("instances: 2");

    @AfterEach
    void close() {
        door.close();
    }

    private static String event(int number) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"pass\",\"body\":{\"n\":"
                + number
                + "}}";
    }

    private static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).getJsonArray("errors").getJsonObject(0).getString("code");
    }

    @Test
    void aBatchOfLinesLiesOnKafkaWhenItIsAnswered() throws Exception {
        List<String> events = IntStream.range(0, 5000).mapToObj(SinkIT::event).toList();
        HttpResponse<String> answer = door.post(NDJSON, String.join("\n", events));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"accepted\":5000,\"rejected\":0,\"errors\":[]}");
        List<TopicReader.Chunk> chunks = topics.chunks(door.events());
        assertThat(chunks.stream().flatMap(it -> it.events().stream()))
                .containsExactlyInAnyOrderElementsOf(events);
        assertThat(chunks).hasSizeBetween(2, 10);
        assertThat(chunks)
                .allSatisfy(
                        it -> {
                            assertThat(it.header().count()).isEqualTo(it.events().size());
                            assertThat(it.header().door()).isEqualTo("door-1");
                            assertThat(it.header().tag()).isEmpty();
                        });
    }

    @Test
    void singleEventsOfManyRequestsShareChunks() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            HttpRequest request =
                    door.request("/v1/events")
                            .header("X-Write-Key", RunningSink.KEY)
                            .POST(HttpRequest.BodyPublishers.ofString(event(i)))
                            .build();
            answers.add(door.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(202);
        }
        List<TopicReader.Chunk> chunks = topics.chunks(door.events());
        assertThat(chunks).hasSizeLessThan(400);
        assertThat(chunks.stream().mapToInt(it -> it.events().size()).sum()).isEqualTo(500);
        assertThat(door.meters.counter("sluice.sink.events.in").count()).isEqualTo(500);
        assertThat(door.meters.counter("sluice.sink.events.out").count()).isEqualTo(500);
        assertThat(door.sink.statistics().out()).isEqualTo(500);
    }

    @Test
    void newlinesBetweenTokensBecomeSpacesAndNothingElseChanges() throws Exception {
        String pretty = event(1).replace(",", ",\r\n\t");
        assertThat(door.post(JSON, "[\n" + pretty + "\n,\n" + event(2) + "]").statusCode())
                .isEqualTo(202);
        assertThat(topics.events(door.events()))
                .containsExactlyInAnyOrder(pretty.replace('\n', ' '), event(2));
    }

    @Test
    void eachBadEventIsAnsweredByPositionAndLiesByteForByteInTheDeadLetters() throws Exception {
        String broken = "{\"ts\":\"2015-01-01T00:31:32Z\",\u00ff";
        String body = event(0) + "\n" + broken + "\n\n{\"entype\":\"u\"}\n" + event(1) + "\n[1]\n";
        HttpResponse<String> answer = door.post(NDJSON, body.getBytes(ISO_8859_1));
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonObject json = json(answer);
        assertThat(json.getInteger("accepted")).isEqualTo(2);
        assertThat(json.getInteger("rejected")).isEqualTo(3);
        assertThat(json.getJsonArray("errors"))
                .extracting(it -> ((JsonObject) it).getInteger("position"))
                .containsExactly(1, 2, 4);
        assertThat(json.getJsonArray("errors"))
                .extracting(it -> ((JsonObject) it).getString("code"))
                .containsExactly("invalid_encoding", "missing_field", "not_an_object");
        List<DeadLetter> letters = topics.letters(door.dead());
        assertThat(letters)
                .extracting(it -> new String(it.value(), ISO_8859_1))
                .containsExactly(broken, "{\"entype\":\"u\"}", "[1]");
        assertThat(letters).extracting(DeadLetter::code).contains("missing_field");
        assertThat(letters).extracting(it -> it.origin().position()).containsExactly(1, 2, 4);
        assertThat(letters).allMatch(DeadLetter::refusedAtTheDoor);
        assertThat(topics.events(door.events())).containsExactlyInAnyOrder(event(0), event(1));
    }

    @Test
    void aBodyWithoutAnyGoodEventIs400() throws Exception {
        HttpResponse<String> answer = door.post("", "nonsense\nmore of it");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).getInteger("rejected")).isEqualTo(2);
        assertThat(topics.letters(door.dead())).hasSize(2);
        assertThat(topics.records(door.events())).isEmpty();
    }

    @Test
    void aBrokenArrayIsOneDeadLetter() throws Exception {
        String body = "[" + event(1) + ",\n{\"a\":}]";
        HttpResponse<String> answer = door.post(JSON, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("invalid_json");
        assertThat(json(answer).getInteger("rejected")).isEqualTo(1);
        assertThat(topics.letters(door.dead()))
                .singleElement()
                .satisfies(it -> assertThat(new String(it.value(), UTF_8)).isEqualTo(body));
        assertThat(topics.records(door.events())).isEmpty();
    }

    @Test
    void errorsAreListedUpToALimitAndCountedBeyond() throws Exception {
        HttpResponse<String> answer = door.post(NDJSON, "x\n".repeat(1500) + event(1));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(json(answer).getInteger("rejected")).isEqualTo(1500);
        assertThat(json(answer).getJsonArray("errors")).hasSize(100);
        assertThat(topics.letters(door.dead())).hasSize(1500);
    }

    @Test
    void aTaggedRequestIsOneRecordWithItsTag() throws Exception {
        List<String> events = IntStream.range(0, 5000).mapToObj(SinkIT::event).toList();
        String body = "broken\n" + String.join("\n", events);
        assertThat(door.post(NDJSON, body, "X-Sluice-Tag", "file:0-99").statusCode())
                .isEqualTo(202);
        assertThat(topics.chunks(door.events()))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.events()).isEqualTo(events);
                            assertThat(it.header().tag()).isEqualTo("file:0-99");
                            assertThat(it.header().refused()).isEqualTo(1);
                        });
        assertThat(topics.letters(door.dead()))
                .singleElement()
                .satisfies(it -> assertThat(it.tag()).isEqualTo("file:0-99"));
    }

    @Test
    void aTaggedRequestWithoutAGoodEventLeavesAnEmptyRecord() throws Exception {
        assertThat(door.post(NDJSON, "broken", "X-Sluice-Tag", "t 1").statusCode()).isEqualTo(400);
        assertThat(topics.chunks(door.events()))
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.header().count()).isZero();
                            assertThat(it.header().refused()).isEqualTo(1);
                            assertThat(it.header().tag()).isEqualTo("t 1");
                        });
    }

    @Test
    void aTaggedRequestThatFitsNoRecordIs413() throws Exception {
        String body =
                IntStream.range(0, 40_000)
                        .mapToObj(SinkIT::event)
                        .reduce(
                                new StringBuilder(),
                                (all, it) -> all.append(it).append('\n'),
                                StringBuilder::append)
                        .toString();
        HttpResponse<String> answer = door.post(NDJSON, body, "X-Sluice-Tag", "t");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(topics.records(door.events())).isEmpty();
        assertThat(door.post(NDJSON, event(1), "X-Sluice-Tag", "x".repeat(513)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void anEventLargerThanARecordIsADeadLetterInParts() throws Exception {
        String large = "{\"a\":\"" + "x".repeat(3 << 20) + "\"}";
        HttpResponse<String> answer = door.post(NDJSON, event(1) + "\n" + large);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(code(answer)).isEqualTo("too_large");
        List<DeadLetter> letters = topics.letters(door.dead());
        assertThat(letters).hasSize(2);
        assertThat(letters.stream().map(it -> new String(it.value(), UTF_8)).toList())
                .satisfies(it -> assertThat(String.join("", it)).isEqualTo(large));
    }

    @Test
    void keysComeInSeveralWaysAndOthersAre401() throws Exception {
        String basic = Base64.getEncoder().encodeToString((RunningSink.KEY + ":").getBytes(UTF_8));
        for (String[] header :
                new String[][] {
                    {"Authorization", "Basic " + basic}, {"X-Write-Key", RunningSink.KEY}
                }) {
            HttpRequest request =
                    door.request("/v1/events")
                            .headers(header)
                            .POST(HttpRequest.BodyPublishers.ofString(event(1)))
                            .build();
            assertThat(door.send(request).statusCode()).isEqualTo(202);
        }
        HttpRequest without =
                door.request("/v1/events")
                        .POST(HttpRequest.BodyPublishers.ofString(event(1)))
                        .build();
        HttpResponse<String> answer = door.send(without);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(code(answer)).isEqualTo("unauthorized");
        HttpRequest wrong =
                door.request("/v1/events")
                        .header("Authorization", "Bearer wrong")
                        .POST(HttpRequest.BodyPublishers.ofString(event(1)))
                        .build();
        assertThat(door.send(wrong).statusCode()).isEqualTo(401);
    }

    @Test
    void everythingElseIsAnsweredAsUsual() throws Exception {
        assertThat(door.send(door.request("/").build()).statusCode()).isEqualTo(404);
        assertThat(door.send(door.request("/v1/events/").build()).statusCode()).isEqualTo(404);
        HttpResponse<String> get = door.send(door.request("/v1/events").build());
        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("allow")).contains("POST");
        HttpRequest head =
                door.request("/v1/events")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(door.send(head).statusCode()).isEqualTo(405);
        assertThat(door.post("text/html", event(1)).statusCode()).isEqualTo(415);
        assertThat(door.post(JSON, event(1), "Content-Encoding", "br").statusCode()).isEqualTo(415);
        assertThat(door.post(JSON, event(1), "Content-Encoding", "identity").statusCode())
                .isEqualTo(202);
        HttpResponse<String> empty = door.post(JSON, "");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(code(empty)).isEqualTo("empty_body");
        assertThat(door.post(JSON, "[]").statusCode()).isEqualTo(400);
        assertThat(door.post("", "{\n" + event(1).substring(1)).statusCode()).isEqualTo(202);
        assertThat(door.send(door.request("/health/ready").build()).statusCode()).isEqualTo(503);
        door.health.started();
        assertThat(door.send(door.request("/health/ready").build()).statusCode()).isEqualTo(200);
        assertThat(door.send(door.request("/health/live").build()).statusCode()).isEqualTo(200);
    }

    @Test
    void bodiesAboveTheLimitAre413() throws Exception {
        byte[] large = new byte[(4 << 20) + 1];
        HttpResponse<String> announced = door.post(NDJSON, large);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(code(announced)).isEqualTo("too_large");
        HttpRequest chunked =
                door.request("/v1/events")
                        .header("X-Write-Key", RunningSink.KEY)
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(large)))
                        .build();
        assertThat(door.send(chunked).statusCode()).isEqualTo(413);
        byte[] most = new byte[4 << 20];
        Arrays.fill(most, (byte) ' ');
        System.arraycopy(event(1).getBytes(UTF_8), 0, most, 0, event(1).length());
        assertThat(door.post(JSON, most).statusCode()).isEqualTo(202);
    }

    @Test
    void chunkedBodiesAndExpectContinueWork() throws Exception {
        HttpRequest request =
                door.request("/v1/events")
                        .header("X-Write-Key", RunningSink.KEY)
                        .expectContinue(true)
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(event(1).getBytes(UTF_8))))
                        .build();
        assertThat(door.send(request).statusCode()).isEqualTo(202);
        HttpRequest denied =
                door.request("/v1/events")
                        .expectContinue(true)
                        .POST(HttpRequest.BodyPublishers.ofString(event(1)))
                        .build();
        assertThat(door.send(denied).statusCode()).isEqualTo(401);
    }

    @Test
    void whatWasDoneIsToldOnTheEventBus() throws Exception {
        CompletableFuture<StageStatistics> told = new CompletableFuture<>();
        door.vertx
                .eventBus()
                .<StageStatistics>consumer(
                        StageStatistics.ADDRESS,
                        message -> {
                            if (message.body().out() == 2) {
                                told.complete(message.body());
                            }
                        });
        door.post(NDJSON, event(1) + "\n" + event(2) + "\nbroken");
        StageStatistics statistics = told.get(10, TimeUnit.SECONDS);
        assertThat(statistics.stage()).isEqualTo("event-sink");
        assertThat(statistics.in()).isEqualTo(3);
        assertThat(statistics.rejected()).isEqualTo(1);
    }
}
