package io.sluice.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/** Bodies near the limit of 4 MiB, of events of 400,000 bytes or of 130. */
public final class LargeBodiesSimulation extends Simulation {
    private static final int SECONDS = 15;
    private static final int LARGE_EVENTS = 10;
    private static final int SMALL_EVENTS = 28_000;
    private static final String LARGE_EVENT =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"large\","
                    + "\"body\":{\"text\":\"%s\"}}\n".formatted("x".repeat(400_000));
    private static final String LARGE = LARGE_EVENT.repeat(LARGE_EVENTS);

    {
        setUp(
                        scenario("few large events")
                                .exec(
                                        Requests.accepted(
                                                "4 MB of large events",
                                                LARGE_EVENTS,
                                                session -> LARGE))
                                .injectOpen(constantUsersPerSec(2).during(SECONDS)),
                        scenario("many small events")
                                .exec(
                                        Requests.accepted(
                                                "3.7 MB of small events",
                                                SMALL_EVENTS,
                                                session -> Requests.lines(session, SMALL_EVENTS)))
                                .injectOpen(constantUsersPerSec(1).during(SECONDS)))
                .protocols(Requests.door())
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile3().lt(5_000));
    }

    @Override
    public void after() {
        Answers.write();
    }
}
