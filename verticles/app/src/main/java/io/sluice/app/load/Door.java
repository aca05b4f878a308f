package io.sluice.app.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.events.ChunkHeader;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to an event-sink. A refusal because the door is busy is waited out. A request of
 * which the door cannot say whether it arrived could arrive twice: it is looked for on Kafka before
 * it is sent again. Where the connection itself fails, the run ends, and the next one learns from
 * Kafka what arrived. Thread-safe; {@link #send} blocks.
 */
public final class Door implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final int MAX_TRIES = 600;

    /** Tries of a request whose fate is unknown, each after a long wait of the door's for Kafka. */
    private static final int MAX_UNSURE = 5;

    /**
     * After an unsure answer the door may still be delivering: its dead letters, then its chunk, 20
     * s at most for each. Only when both must have ended does a look at Kafka tell for certain.
     */
    private static final Duration SETTLED_AFTER = Duration.ofSeconds(45);

    private static final long LONGEST_PAUSE_MS = 1_000;
    private static final Set<String> NOTHING_SENT = Set.of("busy", "not_ready");

    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();
    private final String events;
    private final String writeKey;
    private final Arrivals arrivals;

    /** Tells what has arrived on Kafka. */
    public interface Arrivals {
        /** The chunk of this request, if there is one; may read the whole topic. */
        Optional<ChunkHeader> of(RangeTag tag);
    }

    private record Reply(int status, byte[] body) {}

    /**
     * A client of the door at this address.
     *
     * @param connections how many requests may be under way at once
     */
    public Door(Vertx vertx, String url, String writeKey, int connections, Arrivals arrivals) {
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions().setConnectTimeout((int) CONNECT_LIMIT.toMillis()),
                        new PoolOptions().setHttp1MaxSize(connections));
        this.events = url + "/v1/events";
        this.writeKey = writeKey;
        this.arrivals = arrivals;
    }

    /** What the door said of a request. */
    public sealed interface Answer {
        /** It has the request: so many events accepted, so many refused. */
        record Taken(int accepted, int refused) implements Answer {}

        /** The request is larger than the door takes. */
        record TooLarge() implements Answer {}
    }

    /**
     * Sends one request.
     *
     * @throws IOException if its fate is unknown or the door refuses it as a whole
     */
    public Answer send(Piece.Request request) throws IOException, InterruptedException {
        int unsure = 0;
        for (int tries = 1; ; tries++) {
            Reply answer = post(request);
            switch (answer.status()) {
                case 202, 400 -> {
                    return taken(request, answer);
                }
                case 413 -> {
                    return new Answer.TooLarge();
                }
                case 429, 503 -> {
                    if (tries == MAX_TRIES || unsure == MAX_UNSURE) {
                        throw failure(answer);
                    }
                    if (isSafe(answer)) {
                        TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, 20L * tries));
                        continue;
                    }
                    unsure++;
                    TimeUnit.MILLISECONDS.sleep(SETTLED_AFTER.toMillis());
                    Optional<ChunkHeader> chunk = arrivals.of(request.tag());
                    if (chunk.isPresent()) {
                        return new Answer.Taken(chunk.get().count(), chunk.get().refused());
                    }
                }
                default -> throw failure(answer);
            }
        }
    }

    private Reply post(Piece.Request request) throws IOException, InterruptedException {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(events)
                        .putHeader("Authorization", "Bearer " + writeKey)
                        .putHeader(
                                "Content-Type",
                                request.document() ? "application/json" : "application/x-ndjson")
                        .putHeader(RangeTag.HEADER, request.tag().toString());
        try {
            return client.request(options)
                    .compose(http -> http.send(Buffer.buffer(request.body())))
                    .compose(
                            answer ->
                                    answer.body()
                                            .map(
                                                    body ->
                                                            new Reply(
                                                                    answer.statusCode(),
                                                                    body.getBytes())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(REQUEST_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new IOException("the connection to the event-sink failed", failed.getCause());
        } catch (TimeoutException silent) {
            throw new IOException(
                    "the event-sink has not answered for " + REQUEST_LIMIT.toSeconds() + " s",
                    silent);
        }
    }

    private Answer taken(Piece.Request request, Reply answer) throws IOException {
        JsonNode body = json.readTree(answer.body());
        int accepted = body.path("accepted").asInt();
        int refused = body.path("rejected").asInt();
        if (accepted + refused != request.events()) {
            throw failure(answer);
        }
        return new Answer.Taken(accepted, refused);
    }

    /** The door says for certain that nothing of the request was sent on to Kafka. */
    private boolean isSafe(Reply answer) throws IOException {
        JsonNode body = json.readTree(answer.body());
        return answer.status() == 429
                || body.findValuesAsText("code").stream().anyMatch(NOTHING_SENT::contains);
    }

    private IOException failure(Reply answer) {
        return new IOException(
                "the event-sink answers %d: %s"
                        .formatted(answer.status(), new String(answer.body(), UTF_8)));
    }

    @Override
    public void close() {
        client.close();
    }
}
