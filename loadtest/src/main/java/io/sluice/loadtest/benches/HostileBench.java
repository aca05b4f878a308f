package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Latencies;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Attack;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.HttpLoad;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What honest clients wait while others attack the same door ({@link Attack}), over what they wait
 * without: their p99 at a steady rate. Each of their requests has to be accepted. Rounds with and
 * without take turns, and the middle one of each counts: a stall of the machine of a tenth of a
 * second is p99 of two seconds by itself.
 */
public final class HostileBench {
    private static final int CONNECTIONS = 64;
    private static final int PER_SECOND = 1_000;
    private static final int DISTINCT = 10_000;
    private static final int ROUNDS = 5;
    private static final int WARM_UP_S = 30;

    private HostileBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        int requests = effort.of(6, 3) * PER_SECOND;
        Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), DISTINCT, 1);
        try (Workspace workspace = Workspace.make()) {
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            new Backends(workspace),
                            SluiceProcess.Options.of(
                                    EnumSet.of(Role.FRANZ, Role.EVENT_SINK),
                                    IngestBatchBench.HEAP));
            HttpLoad honest = workspace.keep(new HttpLoad(sluice.httpPort(), CONNECTIONS));
            // Warm, and what refuses bad bodies as well: the compiler is busy with it for long.
            try (Attack _ = new Attack(sluice.httpPort())) {
                wait(honest, bodies, WARM_UP_S * PER_SECOND);
            }
            List<Latencies> alone = new ArrayList<>();
            List<Latencies> beside = new ArrayList<>();
            long deeds = 0;
            for (int round = 0; round < ROUNDS; round++) {
                alone.add(wait(honest, bodies, requests));
                try (Attack attack = new Attack(sluice.httpPort())) {
                    // Hundreds of connections come at once, which is another matter.
                    wait(honest, bodies, PER_SECOND);
                    beside.add(wait(honest, bodies, requests));
                    deeds += attack.done();
                }
            }
            effort.note("hostile: %,d attacks, %d honest requests a round", deeds, requests);
            return new Result(
                    "hostile",
                    Optional.empty(),
                    Optional.empty(),
                    Verdict.atMost(median(beside, 0.99) / median(alone, 0.99), "x", 2, 1.5),
                    Map.of(
                            "p50_ms",
                            median(beside, 0.5),
                            "p99_ms",
                            median(beside, 0.99),
                            "alone_p50_ms",
                            median(alone, 0.5),
                            "alone_p99_ms",
                            median(alone, 0.99)));
        }
    }

    private static double median(List<Latencies> rounds, double share) {
        return rounds.stream().map(it -> it.millis(share)).sorted().toList().get(rounds.size() / 2);
    }

    private static Latencies wait(HttpLoad client, Bodies bodies, int requests) throws IOException {
        Latencies latencies = new Latencies();
        client.send(
                number -> bodies.requests().get(number % bodies.requests().size()),
                requests,
                PER_SECOND,
                (number, at, answered) -> latencies.add(answered - at));
        return latencies;
    }
}
