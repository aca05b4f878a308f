package io.sluice.faults.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.faults.load.Answers.Kind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Gives events to the doors, and tells what they answer. Thread-safe; blocks. */
public final class Client {
    private static final Logger log = LoggerFactory.getLogger(Client.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final List<String> doors;
    private final Answers answers;

    public Client(HttpClient http, List<String> doors, Answers answers) {
        this.http = http;
        this.doors = List.copyOf(doors);
        this.answers = answers;
    }

    /**
     * Sends lines as one request to a door; where nobody listens, to the next one.
     *
     * @param first the door to begin with, any number
     * @param count of events in it
     */
    Kind send(int first, App app, String lines, int count) throws InterruptedException {
        Kind kind = Kind.REFUSED;
        for (int door = 0; door < doors.size() && kind == Kind.REFUSED; door++) {
            kind = sendTo(doors.get((first + door) % doors.size()), app, lines, count);
            answers.count(kind);
        }
        return kind;
    }

    private Kind sendTo(String door, App app, String lines, int count) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(door + "/v1/events"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + app.writeKey())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines))
                        .build();
        try {
            return kind(http.send(request, HttpResponse.BodyHandlers.ofString()), count);
        } catch (ConnectException refused) {
            return Kind.REFUSED;
        } catch (IOException broken) {
            log.atDebug().addKeyValue("door", door).setCause(broken).log("no answer");
            return Kind.BROKEN;
        }
    }

    private static Kind kind(HttpResponse<String> answer, int count) throws IOException {
        int status = answer.statusCode();
        if (status == 202) {
            JsonNode body = new ObjectMapper().readTree(answer.body());
            if (body.path("accepted").asInt() == count) {
                return Kind.ACCEPTED;
            }
        }
        if (status == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
            return Kind.BUSY;
        }
        log.atWarn()
                .addKeyValue("status", status)
                .addKeyValue("body", answer.body())
                .log("a door answered what it should not");
        return Kind.WRONG;
    }
}
