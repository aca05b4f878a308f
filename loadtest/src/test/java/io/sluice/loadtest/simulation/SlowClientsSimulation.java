package io.sluice.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;

/**
 * Clients that send a byte at a time ({@link Trickle}), and others among them that must not notice:
 * every request of theirs has to be accepted in time. The slow ones are accepted too, in the end.
 */
public final class SlowClientsSimulation extends Simulation {
    private static final int SLOW = 200;
    private static final int RATE = 100;
    private static final int SECONDS = 20;

    private final Trickle slow = new Trickle(SLOW);

    {
        setUp(
                        scenario("usual clients among slow ones")
                                .exec(
                                        Requests.accepted(
                                                "single event",
                                                1,
                                                session -> Requests.event(session, 0)))
                                .injectOpen(constantUsersPerSec(RATE).during(SECONDS)))
                .protocols(Requests.door())
                .assertions(
                        global().failedRequests().count().is(0L),
                        global().responseTime().percentile3().lt(2_000));
    }

    @Override
    public void before() {
        slow.start();
    }

    @Override
    public void after() {
        slow.await();
        Answers.write();
    }
}
