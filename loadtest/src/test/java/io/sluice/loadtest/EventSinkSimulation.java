package io.sluice.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;

/**
 * Many clients at the event-sink: most send one event a request, some a batch of a hundred. Every
 * request has to be answered 202 with all its events accepted. Settings by system properties:
 * {@code sluice.url}, {@code sluice.key}, {@code sluice.rate} (clients a second, default 200),
 * {@code sluice.seconds} (default 20).
 */
public final class EventSinkSimulation extends Simulation {
    private static final int RATE = Integer.getInteger("sluice.rate", 200);
    private static final int SECONDS = Integer.getInteger("sluice.seconds", 20);
    private static final int BATCH = 100;

    private final ChainBuilder single =
            exec(
                    http("single event")
                            .post("/v1/events")
                            .body(StringBody(session -> event(session, 0)))
                            .check(status().is(202), jsonPath("$.accepted").ofInt().is(1)));
    private final ChainBuilder batch =
            exec(
                    http("batch of " + BATCH)
                            .post("/v1/events")
                            .body(StringBody(EventSinkSimulation::lines))
                            .check(status().is(202), jsonPath("$.accepted").ofInt().is(BATCH)));

    {
        setUp(
                        scenario("clients of one event")
                                .exec(single.exec(single).exec(single))
                                .injectOpen(
                                        rampUsersPerSec(1).to(RATE).during(5),
                                        constantUsersPerSec(RATE).during(SECONDS)),
                        scenario("clients of batches")
                                .exec(batch)
                                .injectOpen(constantUsersPerSec(RATE / 10.0).during(SECONDS + 5)))
                .protocols(
                        http.baseUrl(System.getProperty("sluice.url", "http://127.0.0.1:8080"))
                                .authorizationHeader(
                                        "Bearer " + System.getProperty("sluice.key", ""))
                                .header("Content-Type", "application/x-ndjson"))
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile3().lt(2_000));
    }

    private static String lines(Session session) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < BATCH; i++) {
            lines.append(event(session, i)).append('\n');
        }
        return lines.toString();
    }

    private static String event(Session session, int number) {
        return ("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"load_%d\","
                    + "\"body\":{\"level\":%d,\"mission_name\":\"caverns\",\"is_premium\":false}}")
                .formatted(number % 4, session.userId() % 100);
    }
}
