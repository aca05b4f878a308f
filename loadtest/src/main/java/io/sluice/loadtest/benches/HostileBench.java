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
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * What honest clients wait while others attack the same door ({@link Attack}), over what they wait
 * without: their p99 at a steady rate. Each of their requests has to be accepted.
 */
public final class HostileBench {
    private static final int CONNECTIONS = 64;
    private static final int PER_SECOND = 1_000;
    private static final int DISTINCT = 10_000;

    private HostileBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        int requests = effort.of(10, 3) * PER_SECOND;
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
            // Warm, and what refuses bad bodies as well.
            try (Attack _ = new Attack(sluice.httpPort())) {
                wait(honest, bodies, 3 * requests, new Latencies());
            }
            Latencies alone = new Latencies();
            Latencies beside = new Latencies();
            long deeds = 0;
            for (int round = 0; round < 3; round++) {
                wait(honest, bodies, requests, alone);
                try (Attack attack = new Attack(sluice.httpPort())) {
                    wait(honest, bodies, requests, beside);
                    deeds += attack.done();
                }
            }
            effort.note("hostile: %,d attacks beside %,d honest requests", deeds, beside.count());
            return new Result(
                    "hostile",
                    Optional.empty(),
                    Optional.empty(),
                    Verdict.atMost(beside.millis(0.99) / alone.millis(0.99), "x", 2, 1.5),
                    Map.of(
                            "p50_ms",
                            beside.millis(0.5),
                            "p99_ms",
                            beside.millis(0.99),
                            "alone_p50_ms",
                            alone.millis(0.5),
                            "alone_p99_ms",
                            alone.millis(0.99)));
        }
    }

    private static void wait(HttpLoad client, Bodies bodies, int requests, Latencies latencies)
            throws IOException {
        client.send(
                number -> bodies.requests().get(number % bodies.requests().size()),
                requests,
                PER_SECOND,
                (number, at, answered) -> latencies.add(answered - at));
    }
}
