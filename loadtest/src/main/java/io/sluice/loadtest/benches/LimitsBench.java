package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.HttpLoad;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;

import java.io.IOException;
import java.util.EnumSet;

/**
 * What limits cost: a door that counts every app's events and bytes against rates that it never
 * reaches, as in {@link IngestBatchBench}. The yardstick is a door without rates. Both look up the
 * key of every request; they take turns.
 */
public final class LimitsBench {
    private static final String RATES =
            """
              rates:
                events-per-second: 1000000000
                bytes-per-second: 1TiB
            """;

    private LimitsBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "limits";
        int events = 1_000_000;
        int each = IngestBatchBench.EVENTS_EACH;
        try (Workspace workspace = Workspace.make()) {
            Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), events / each, each);
            Backends backends = new Backends(workspace);
            SluiceProcess free =
                    new SluiceProcess(
                            workspace,
                            backends,
                            SluiceProcess.Options.of(
                                    EnumSet.of(Role.FRANZ, Role.EVENT_SINK),
                                    IngestBatchBench.HEAP));
            SluiceProcess limited =
                    new SluiceProcess(
                            workspace,
                            backends,
                            new SluiceProcess.Options(
                                    EnumSet.of(Role.EVENT_SINK), IngestBatchBench.HEAP, "", RATES));
            HttpLoad toFree = workspace.keep(client(free));
            HttpLoad toLimited = workspace.keep(client(limited));
            Meter freeMeter = free.meter();
            Meter limitedMeter = limited.meter();
            return effort.compare(
                            name,
                            effort.of(10, 5),
                            effort.of(15, 7),
                            () -> IngestBatchBench.round(toLimited, bodies, limitedMeter),
                            () -> IngestBatchBench.round(toFree, bodies, freeMeter))
                    .byEvents(name, 0.9, 0.97);
        }
    }

    private static HttpLoad client(SluiceProcess door) throws IOException {
        return new HttpLoad(door.httpPort(), IngestBatchBench.CONNECTIONS);
    }
}
