package io.sluice.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;

import java.util.function.Function;

/** The requests of all simulations. */
final class Requests {
    private Requests() {}

    /** The door and the key, by the properties {@code sluice.url} and {@code sluice.key}. */
    static HttpProtocolBuilder door() {
        return http.baseUrl(System.getProperty("sluice.url", "http://127.0.0.1:8080"))
                .authorizationHeader("Bearer " + System.getProperty("sluice.key", ""))
                .header("Content-Type", "application/x-ndjson");
    }

    /** A request whose events all have to be accepted. */
    static ChainBuilder accepted(String name, int events, Function<Session, String> body) {
        return exec(
                http(name)
                        .post("/v1/events")
                        .body(StringBody(body))
                        .check(
                                status().is(202),
                                jsonPath("$.accepted").ofInt().is(events).saveAs("accepted")),
                counted());
    }

    /** Counts what the last request's answer has acknowledged. */
    static ChainBuilder counted() {
        return exec(
                session -> {
                    if (session.contains("accepted")) {
                        Answers.accepted(session.getInt("accepted"));
                    }
                    return session.remove("accepted");
                });
    }

    /** Events, one a line. */
    static String lines(Session session, int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(event(session, i)).append('\n');
        }
        return lines.toString();
    }

    /** One event of about 130 bytes. */
    static String event(Session session, int number) {
        return ("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"load_%d\","
                    + "\"body\":{\"level\":%d,\"mission_name\":\"caverns\",\"is_premium\":false}}")
                .formatted(number % 4, session.userId() % 100);
    }
}
