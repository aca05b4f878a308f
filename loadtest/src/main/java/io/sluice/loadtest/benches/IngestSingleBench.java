package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Latencies;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.HttpLoad;
import io.sluice.loadtest.rig.Jvm;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.BareServer;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * One event a request, 1,024 keep-alive connections, to Kafka with acks=all. The yardstick is a
 * bare Vert.x server under the same client. Both are processes of their own with equal options;
 * while one is measured the other idles.
 */
public final class IngestSingleBench {
    private static final int CONNECTIONS = 1_024;
    private static final int DISTINCT = 20_000;

    private IngestSingleBench() {}

    /** A server under the client, and what its clients have waited. */
    private record Target(HttpLoad client, Meter meter, Latencies latencies) {
        Round round(Bodies bodies, int requests) throws Exception {
            meter.begin();
            long begin = System.nanoTime();
            client.send(
                    bodies.requests(),
                    requests,
                    (number, at, answered) -> latencies.add(answered - at));
            long nanos = System.nanoTime() - begin;
            long bytes = bodies.bytes() / bodies.requests().size() * requests;
            return new Round(requests, bytes, nanos, meter.end());
        }

        /** The same without what was measured so far. */
        Target fresh() {
            return new Target(client, meter, new Latencies());
        }
    }

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "ingest-single";
        int requests = effort.of(400_000, 80_000);
        Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), DISTINCT, 1);
        try (Workspace workspace = Workspace.make()) {
            Backends backends = new Backends(workspace);
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            backends,
                            SluiceProcess.Options.of(
                                    EnumSet.of(Role.FRANZ, Role.EVENT_SINK),
                                    IngestBatchBench.HEAP));
            Jvm bare =
                    workspace.keep(
                            new Jvm(
                                    workspace.folder(),
                                    "bare",
                                    IngestBatchBench.HEAP,
                                    BareServer.class,
                                    List.of()));
            int barePort = Integer.parseInt(bare.firstLine());
            Target own = target(workspace, sluice.httpPort(), sluice.meter());
            Target yardstick = target(workspace, barePort, bare.meter());
            for (int i = 0; i < 2; i++) {
                own.round(bodies, requests);
                yardstick.round(bodies, requests);
            }
            Target measured = own.fresh();
            Target beside = yardstick.fresh();
            return effort.compare(
                            name,
                            0,
                            effort.of(7, 3),
                            () -> measured.round(bodies, requests),
                            () -> beside.round(bodies, requests))
                    .byEvents(name, 0.5, 0.8)
                    .with(
                            Map.of(
                                    "p50_ms",
                                    measured.latencies().millis(0.5),
                                    "p99_ms",
                                    measured.latencies().millis(0.99),
                                    "yardstick_p50_ms",
                                    beside.latencies().millis(0.5),
                                    "yardstick_p99_ms",
                                    beside.latencies().millis(0.99)));
        }
    }

    private static Target target(Workspace workspace, int port, Meter meter) throws Exception {
        return new Target(workspace.keep(new HttpLoad(port, CONNECTIONS)), meter, new Latencies());
    }
}
