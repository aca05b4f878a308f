package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.PipelineRounds;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.WarehouseView;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.CopyYardstick;

/**
 * HTTP to rows in PostgreSQL: all roles in one process, that was warmed up, from the first byte
 * sent until the ledger has committed the last row. The yardstick is PostgreSQL's COPY of the
 * finished CSV of the same rows, one session a table.
 */
public final class PipelineWarehouseBench {
    static final String HEAP = "2g";
    static final int CONNECTIONS = 8;
    static final int EVENTS_EACH = 1_000;

    /** One instance of each role, for two cores; batches like those of {@code sluice load}. */
    static final String SETTINGS =
            """
            sqlizer:
              instances: 1
              max-poll-records: 200
              max-open-bytes: 64MiB
            batcher:
              instances: 1
              batch:
                max-age: 2s
                max-idle: 200ms
            """;

    private PipelineWarehouseBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "pipeline-warehouse";
        int events = effort.of(1_000_000, 300_000);
        try (Workspace workspace = Workspace.make()) {
            effort.note("%s: making %,d events and their CSV", name, events);
            Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), events / EVENTS_EACH, EVENTS_EACH);
            CopyYardstick yardstick = new CopyYardstick(workspace, Mix.MISSION.seeded(1), events);
            Backends backends = new Backends(workspace);
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            backends,
                            new SluiceProcess.Options(Role.pipeline(), HEAP, SETTINGS, ""));
            WarehouseView warehouse = workspace.keep(new WarehouseView(backends));
            PipelineRounds rounds = new PipelineRounds(sluice, CONNECTIONS, warehouse::loaded);
            Result result =
                    effort.compare(
                                    name,
                                    effort.of(3, 2),
                                    effort.of(5, 3),
                                    () -> rounds.run(bodies),
                                    yardstick::run)
                            .byEvents(name, 0.3, 0.5);
            long rows = warehouse.count();
            if (rows != rounds.sent()) {
                throw new IllegalStateException(
                        "the tables hold %,d rows of %,d events".formatted(rows, rounds.sent()));
            }
            effort.note("%s: all %,d rows are there", name, rows);
            return result;
        }
    }
}
