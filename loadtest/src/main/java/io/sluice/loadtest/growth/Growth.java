package io.sluice.loadtest.growth;

import io.sluice.app.Role;
import io.sluice.loadtest.growth.Curve.Point;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.WarmUp;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.loadtest.mix.Many;
import io.sluice.loadtest.mix.Mission;
import io.sluice.loadtest.mix.Sized;
import io.sluice.loadtest.mix.Wide;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Bodies;
import io.sluice.loadtest.rig.KafkaAndRegistry;
import io.sluice.loadtest.rig.PipelineRounds;
import io.sluice.loadtest.rig.PublishedUnits;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.SqlizerInHeap;
import io.sluice.loadtest.rig.SqlizerRounds;
import io.sluice.loadtest.rig.Sqlizers;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.sqlizer.SqlizerSettings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;

/**
 * Measures how the rate changes with the number of tables, of columns, of bytes in an event, of
 * partitions and instances, and with the heap. Each point is the median of some rounds after one
 * that meets everything new.
 */
public final class Growth {
    private static final int PARTITIONS = 4;
    private static final int INSTANCES = 2;
    private static final long ROUND_BYTES = 120_000_000;
    private static final int LEAST_EVENTS = 2_000;
    private static final int MOST_EVENTS = 750_000;
    private static final int LEAST_WARM_UPS = 4;
    private static final int MOST_WARM_UPS = 12;

    /** As for a Redshift, whose tables may have so many columns. */
    private static final String TO_S3 =
            """
            sqlizer:
              instances: 1
              schema:
                fit: redshift
            batcher:
              instances: 1
              batch:
                max-age: 2s
                max-idle: 200ms
            """;

    private final Effort effort;

    private Growth(Effort effort) {
        this.effort = effort;
    }

    /** Measures all, and writes {@code growth.csv} and {@code growth.svg} into the folder. */
    public static void run(Effort effort, Path folder) throws Exception {
        Growth growth = new Growth(effort);
        List<Curve> curves =
                List.of(
                        growth.tables(),
                        growth.columns(),
                        growth.sizes(),
                        growth.instances(),
                        growth.heaps());
        CurveFile.write(folder.resolve("growth.csv"), curves);
        CurvePicture.write(folder.resolve("growth.svg"), curves);
    }

    private Curve tables() throws Exception {
        List<Point> points = new ArrayList<>();
        try (Workspace workspace = Workspace.make()) {
            KafkaAndRegistry backends = new KafkaAndRegistry(workspace, PARTITIONS);
            SqlizerRounds rounds = new SqlizerRounds(workspace, backends);
            try (Sqlizers sqlizers =
                    new Sqlizers(backends, "tables", SqlizerSettings.of(INSTANCES))) {
                warmUp(() -> rounds.run(sqlizers, new Mission(1), MOST_EVENTS));
                for (int tables : new int[] {1, 10, 100, 1_000, 10_000}) {
                    points.add(
                            point(
                                    "tables",
                                    tables,
                                    () ->
                                            rounds.run(
                                                    sqlizers,
                                                    new Many(tables, tables),
                                                    MOST_EVENTS)));
                }
            }
        }
        return new Curve("tables", "number of tables (sqlizer)", points);
    }

    private Curve sizes() throws Exception {
        List<Point> points = new ArrayList<>();
        try (Workspace workspace = Workspace.make()) {
            KafkaAndRegistry backends = new KafkaAndRegistry(workspace, PARTITIONS);
            SqlizerRounds rounds = new SqlizerRounds(workspace, backends);
            try (Sqlizers sqlizers =
                    new Sqlizers(backends, "sizes", SqlizerSettings.of(INSTANCES))) {
                for (int bytes : new int[] {100, 300, 1_000, 3_000, 10_000, 30_000, 102_400}) {
                    points.add(
                            point(
                                    "bytes",
                                    bytes,
                                    () ->
                                            rounds.run(
                                                    sqlizers,
                                                    new Sized(1, bytes),
                                                    events(seed -> new Sized(seed, bytes)))));
                }
            }
        }
        return new Curve("event_bytes", "bytes of an event (sqlizer)", points);
    }

    private Curve columns() throws Exception {
        List<Point> points = new ArrayList<>();
        try (Workspace workspace = Workspace.make()) {
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
                                    "2g",
                                    TO_S3,
                                    ""));
            PublishedUnits units = workspace.keep(new PublishedUnits(backends));
            PipelineRounds rounds = new PipelineRounds(sluice, 8, units::rows);
            Bodies warming = Bodies.of(new Mission(1), MOST_EVENTS / 800, 800);
            warmUp(() -> rounds.run(warming));
            for (int columns : new int[] {10, 50, 100, 200, 400, 800, 1_500}) {
                int events = events(seed -> new Wide(seed, columns));
                int each = Math.max(1, events / 800);
                Bodies bodies = Bodies.of(new Wide(1, columns), events / each, each);
                points.add(point("columns", columns, () -> rounds.run(bodies)));
            }
        }
        return new Curve("columns", "columns of a table (HTTP to S3)", points);
    }

    private Curve instances() throws Exception {
        List<Point> points = new ArrayList<>();
        for (int count : new int[] {1, 2, 4}) {
            try (Workspace workspace = Workspace.make()) {
                KafkaAndRegistry backends = new KafkaAndRegistry(workspace, count);
                SqlizerRounds rounds = new SqlizerRounds(workspace, backends);
                try (Sqlizers sqlizers =
                        new Sqlizers(backends, "instances", SqlizerSettings.of(count))) {
                    points.add(
                            point(
                                    "instances",
                                    count,
                                    () -> rounds.run(sqlizers, new Mission(1), MOST_EVENTS)));
                }
            }
        }
        return new Curve("instances", "partitions, and as many instances (sqlizer)", points);
    }

    private Curve heaps() throws Exception {
        List<Point> points = new ArrayList<>();
        try (Workspace workspace = Workspace.make()) {
            SqlizerInHeap sqlizer =
                    new SqlizerInHeap(workspace, Chunks.of(new Mission(1), MOST_EVENTS));
            for (int heap : new int[] {64, 96, 128, 256, 512, 1_024, 2_048}) {
                try {
                    points.add(noted("heap", heap, sqlizer.best(heap, effort.of(4, 3))));
                } catch (SqlizerInHeap.TooLittle reason) {
                    effort.note("growth: heap %d: %s", heap, String.valueOf(reason.getMessage()));
                }
            }
        }
        return new Curve("heap_mib", "MiB of heap (sqlizer, 2 instances)", points);
    }

    /** Until the compiler is done, lest the first points of a curve look dear. */
    private static void warmUp(Callable<Round> round) throws Exception {
        WarmUp warmth = new WarmUp();
        for (int i = 0; i < MOST_WARM_UPS; i++) {
            if (warmth.settled(round.call()) && i + 1 >= LEAST_WARM_UPS) {
                return;
            }
        }
    }

    private Point point(String what, int x, Callable<Round> round) throws Exception {
        round.call();
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < effort.of(3, 1); i++) {
            rounds.add(round.call());
        }
        return noted(what, x, Round.median(rounds));
    }

    private Point noted(String what, int x, Round round) {
        effort.note(
                "growth: %s %,d: %,.0f events/s, %.1f MB/s",
                what, x, round.eventsPerSecond(), round.megabytesPerSecond());
        return new Point(x, Integer.toString(x), round);
    }

    /** So many that a round has about the same bytes whatever an event has. */
    private static int events(LongFunction<EventMix> mix) {
        int size = mix.apply(0).next().length;
        return Math.clamp(ROUND_BYTES / size, LEAST_EVENTS, MOST_EVENTS);
    }
}
