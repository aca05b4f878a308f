package io.sluice.loadtest.benches;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Latencies;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.loadtest.mix.Mission;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.HttpLoad;
import io.sluice.loadtest.rig.Probes;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.WarehouseView;
import io.sluice.loadtest.rig.Workspace;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How old a row is when it can be seen: 20,000 events a second come in, a hundred a request, and a
 * batch may be one second old. The first event of each request is a probe, whatever its type: from
 * its 202 until a query of another session finds its row.
 */
public final class FreshnessBench {
    private static final int EVENTS_A_SECOND = 20_000;
    private static final int EVENTS_EACH = 100;
    private static final int CONNECTIONS = 16;
    private static final double REQUESTS_A_SECOND = (double) EVENTS_A_SECOND / EVENTS_EACH;
    private static final int WARM_UP_S = 8;
    private static final String SETTINGS =
            """
            sqlizer:
              instances: 1
            batcher:
              instances: 1
              batch:
                max-age: 1s
            """;

    private FreshnessBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "freshness";
        int seconds = effort.of(60, 12);
        try (Workspace workspace = Workspace.make()) {
            Backends backends = new Backends(workspace);
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            backends,
                            new SluiceProcess.Options(
                                    Role.pipeline(), PipelineWarehouseBench.HEAP, SETTINGS, ""));
            HttpLoad client = workspace.keep(new HttpLoad(sluice.httpPort(), CONNECTIONS));
            WarehouseView view = workspace.keep(new WarehouseView(backends));
            EventMix mix = Mix.MISSION.seeded(1);
            effort.note("%s: warming up", name);
            send(
                    client,
                    mix,
                    new Probes(view, Mission.TYPES.size(), 0),
                    WARM_UP_S,
                    new AtomicLong());
            Probes probes = new Probes(view, Mission.TYPES.size(), 1_000_000);
            AtomicLong bytes = new AtomicLong();
            Meter meter = sluice.meter();
            meter.begin();
            long begin = System.nanoTime();
            int requests = send(client, mix, probes, seconds, bytes);
            long nanos = System.nanoTime() - begin;
            Latencies ages = probes.ages();
            effort.note("%s: %,d probes in %d s", name, ages.count(), seconds);
            double p99 = ages.millis(0.99) / 1e3;
            return new Result(
                    name,
                    Optional.of(
                            new Round(
                                    (long) requests * EVENTS_EACH,
                                    bytes.get(),
                                    nanos,
                                    meter.end())),
                    Optional.empty(),
                    Verdict.atMost(p99, "s", 5, 2),
                    Map.of("p50_s", ages.millis(0.5) / 1e3, "p99_s", p99));
        }
    }

    /** Sends at the rate, and returns when all probes were seen; gives the requests. */
    private static int send(
            HttpLoad client, EventMix mix, Probes probes, int seconds, AtomicLong bytes)
            throws Exception {
        int requests = (int) (seconds * REQUESTS_A_SECOND);
        try (probes) {
            probes.start(requests);
            client.send(
                    number -> {
                        byte[] body = body(mix, probes.first() + number);
                        bytes.addAndGet(body.length);
                        return HttpLoad.request(SluiceProcess.KEY, body);
                    },
                    requests,
                    REQUESTS_A_SECOND,
                    (number, at, answered) -> probes.accepted(number, answered));
            probes.awaitAll();
        }
        return requests;
    }

    private static byte[] body(EventMix mix, long probe) {
        StringBuilder lines = new StringBuilder(EVENTS_EACH * 170);
        for (int i = 0; i < EVENTS_EACH; i++) {
            lines.append(new String(mix.next(), US_ASCII));
        }
        String member = "\"body\":{";
        lines.insert(lines.indexOf(member) + member.length(), "\"probe\":" + probe + ",");
        return lines.toString().getBytes(US_ASCII);
    }
}
