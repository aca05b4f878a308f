package io.sluice.loadtest.benches;

import io.sluice.app.Role;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.OwnProcess;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.EventFile;
import io.sluice.loadtest.rig.PipelineRounds;
import io.sluice.loadtest.rig.PublishedUnits;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.DuckDb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * HTTP to manifest in S3: door, sqlizer and batcher in one process, that was warmed up, from the
 * first byte sent until the last load unit is published. The yardstick is DuckDB, which reads the
 * same events from a file, detects their types, and writes a gzip CSV of each type.
 */
public final class PipelineS3Bench {
    private PipelineS3Bench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        String name = "pipeline-s3";
        int events = effort.of(1_000_000, 450_000);
        int each = PipelineWarehouseBench.EVENTS_EACH;
        try (Workspace workspace = Workspace.make()) {
            effort.note("%s: making %,d events", name, events);
            Path folder = workspace.folder();
            EventFile file =
                    EventFile.write(folder.resolve("events.ndjson"), Mix.MISSION.seeded(1), events);
            Bodies bodies = Bodies.of(Mix.MISSION.seeded(1), events / each, each);
            Backends backends = new Backends(workspace);
            SluiceProcess sluice =
                    new SluiceProcess(
                            workspace,
                            backends,
                            new SluiceProcess.Options(
                                    EnumSet.of(
                                            Role.FRANZ,
                                            Role.EVENT_SINK,
                                            Role.SQLIZER,
                                            Role.BATCHER),
                                    PipelineWarehouseBench.HEAP,
                                    PipelineWarehouseBench.SETTINGS,
                                    ""));
            PublishedUnits units = workspace.keep(new PublishedUnits(backends));
            PipelineRounds rounds =
                    new PipelineRounds(sluice, PipelineWarehouseBench.CONNECTIONS, units::rows);
            Path csv = Files.createDirectory(folder.resolve("csv"));
            return effort.compare(
                            name,
                            effort.of(3, 1),
                            effort.of(5, 3),
                            () -> rounds.run(bodies),
                            () -> duckDb(file, csv))
                    .byEvents(name, 0.4, 1.0);
        }
    }

    private static Round duckDb(EventFile file, Path csv) throws Exception {
        Meter meter = new OwnProcess();
        try (DuckDb duck = new DuckDb()) {
            meter.begin();
            long begin = System.nanoTime();
            long rows = duck.read(file.path());
            duck.writeByType(csv);
            long nanos = System.nanoTime() - begin;
            if (rows != file.events()) {
                throw new IllegalStateException("DuckDB read " + rows + " of " + file.events());
            }
            return new Round(file.events(), file.bytes(), nanos, meter.end());
        }
    }
}
