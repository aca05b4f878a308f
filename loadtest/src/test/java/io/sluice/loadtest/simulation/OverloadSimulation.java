package io.sluice.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;

import java.time.Duration;

/**
 * More and more clients, each with a body of a thousand events under way, until the door has no
 * room for all of them ({@code simulate} gives it little). It has to answer every request: 202, or
 * 503 or 429 with Retry-After, which the clients obey. Nothing else, and no time-outs. {@code
 * sluice.clients} is how many there are at last (200).
 */
public final class OverloadSimulation extends Simulation {
    private static final int CLIENTS = Integer.getInteger("sluice.clients", 200);
    private static final int EVENTS = 1_000;
    private static final Duration RAMP = Duration.ofSeconds(15);
    private static final Duration STAY = Duration.ofSeconds(10);

    private final ChainBuilder post =
            exec(
                    http("body of " + EVENTS)
                            .post("/v1/events")
                            .body(StringBody(session -> Requests.lines(session, EVENTS)))
                            .check(
                                    status().in(202, 429, 503).saveAs("status"),
                                    header("Retry-After").optional().saveAs("retryAfter"),
                                    jsonPath("$.accepted").ofInt().optional().saveAs("accepted")));
    private final ChainBuilder obey =
            doIfOrElse(OverloadSimulation::isRefused)
                    .then(
                            exec(
                                    session -> {
                                        Answers.refused();
                                        return session.contains("retryAfter")
                                                ? session
                                                : session.markAsFailed();
                                    }),
                            pause(session -> Duration.ofSeconds(retryAfter(session))))
                    .orElse(Requests.counted());

    {
        setUp(
                        scenario("clients that come back")
                                .exec(post, obey)
                                .injectClosed(
                                        rampConcurrentUsers(1).to(CLIENTS).during(RAMP),
                                        constantConcurrentUsers(CLIENTS).during(STAY)))
                .protocols(Requests.door())
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().max().lt(30_000));
    }

    private static boolean isRefused(Session session) {
        return session.contains("status") && session.getInt("status") != 202;
    }

    private static long retryAfter(Session session) {
        String seconds = session.getString("retryAfter");
        return seconds == null ? 1 : Long.parseLong(seconds);
    }

    @Override
    public void after() {
        Answers.write();
    }
}
