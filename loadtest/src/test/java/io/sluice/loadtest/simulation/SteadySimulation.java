package io.sluice.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;

/**
 * Many clients at a rate that the door keeps up with: most send one event a request, some a batch
 * of a hundred. Every request has to be answered 202 with all its events accepted. {@code
 * sluice.rate} is clients a second (200), {@code sluice.seconds} how long (20).
 */
public final class SteadySimulation extends Simulation {
    private static final int RATE = Integer.getInteger("sluice.rate", 200);
    private static final int SECONDS = Integer.getInteger("sluice.seconds", 20);
    private static final int BATCH = 100;

    private final ChainBuilder single =
            Requests.accepted("single event", 1, session -> Requests.event(session, 0));
    private final ChainBuilder batch =
            Requests.accepted(
                    "batch of " + BATCH, BATCH, session -> Requests.lines(session, BATCH));

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
                .protocols(Requests.door())
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile3().lt(2_000));
    }

    @Override
    public void after() {
        Answers.write();
    }
}
