package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Comparison;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.Clients;
import io.sluice.loadtest.rig.HttpLoad;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.PlainProducer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * HTTP bodies of 100 events to Kafka, acks=all: the door in a process of its own, warmed up, with
 * the heap that it has by default, 512 connections: with 128 its cores were idle for a tenth of the
 * time. The yardstick is a plain producer that sends the same events, one a record; what two tuned
 * ones do is told beside.
 */
public final class IngestBatchBench {
    static final int EVENTS_EACH = 100;
    static final int CONNECTIONS = 512;

    /** What {@code ./sluice run} gives; with 512 MiB it took in 8% less. */
    static final String HEAP = "2g";

    private static final int WARM_UPS = 9;

    /** Rounds of some seconds, of events that fit the heap. */
    private static final int PASSES = 2;

    private IngestBatchBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "ingest-batch";
        // More would fill the heap of this process, and be collected while the yardstick runs.
        int events = 1_000_000;
        try (Workspace workspace = Workspace.make()) {
            Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), events / EVENTS_EACH, EVENTS_EACH);
            Backends backends = new Backends(workspace);
            PlainProducer yardstick =
                    new PlainProducer(
                            new Clients(backends.kafka()),
                            SluiceProcess.PARTITIONS,
                            each(Mix.MISSION.seeded(1), events),
                            PASSES);
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            backends,
                            SluiceProcess.Options.of(
                                    EnumSet.of(Role.FRANZ, Role.EVENT_SINK), HEAP));
            HttpLoad client = workspace.keep(new HttpLoad(sluice.httpPort(), CONNECTIONS));
            Meter meter = sluice.meter();
            // A door runs for weeks. The compiler is done with it after some twenty million events,
            // with the yardstick's few methods long before.
            effort.note("%s: warming up the door", name);
            for (int i = 0; i < WARM_UPS; i++) {
                round(client, bodies, meter);
            }
            return effort.compare(
                            name,
                            effort.of(5, 1),
                            effort.of(15, 5),
                            () -> round(client, bodies, meter),
                            yardstick::run)
                    .byEvents(name, 1.0, 2.0)
                    .with(Comparison.beside("tuned_producers_per_s", yardstick::tuned));
        }
    }

    private static List<byte[]> each(EventMix mix, int events) {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            lines.add(mix.next());
        }
        return lines;
    }

    /** All bodies, twice over, as fast as they are answered. */
    static Round round(HttpLoad client, Bodies bodies, Meter meter) throws Exception {
        meter.begin();
        long begin = System.nanoTime();
        client.send(
                bodies.requests(), PASSES * bodies.requests().size(), (number, at, answered) -> {});
        long nanos = System.nanoTime() - begin;
        return new Round(
                (long) PASSES * bodies.events(), PASSES * bodies.bytes(), nanos, meter.end());
    }
}
