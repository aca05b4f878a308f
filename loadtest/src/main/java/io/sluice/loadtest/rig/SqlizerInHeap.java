package io.sluice.loadtest.rig;

import io.sluice.app.Role;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.OffsetCounters;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.WarmUp;
import io.sluice.loadtest.mix.Mix;
import io.sluice.sqlizer.SqlizerVerticle;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sqlizers in processes of their own, with default settings and as much heap as is tried. */
public final class SqlizerInHeap {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FRANZ_HEAP = "256m";

    private final Workspace workspace;
    private final Backends backends;
    private final GroupOffsets offsets;
    private final ChunkFeed feed;
    private final int events;

    /**
     * Starts backends and makes topics.
     *
     * @param events of a round
     */
    public SqlizerInHeap(Workspace workspace, int events) throws IOException, InterruptedException {
        this.workspace = workspace;
        this.events = events;
        backends = new Backends(workspace);
        // It makes the topics, and is needed for nothing else.
        new SluiceProcess(
                        workspace,
                        backends,
                        SluiceProcess.Options.of(EnumSet.of(Role.FRANZ), FRANZ_HEAP))
                .close();
        offsets = workspace.keep(new GroupOffsets(backends.kafka()));
        feed =
                workspace.keep(
                        new ChunkFeed(
                                new Clients(backends.kafka()),
                                SluiceProcess.APP,
                                SluiceProcess.PARTITIONS));
    }

    /**
     * The best of the rounds of a new process; empty if it does not live through them.
     *
     * @param rounds as many at least, and up to twice as many until it gets no faster
     */
    public Optional<Round> best(int heapMib, int rounds) throws IOException, InterruptedException {
        SluiceProcess.Options options =
                SluiceProcess.Options.of(EnumSet.of(Role.SQLIZER), heapMib + "m");
        try (SluiceProcess sluice = new SluiceProcess(workspace, backends, options)) {
            WarmUp warmth = new WarmUp();
            Optional<Round> best = Optional.empty();
            for (int i = 0; i < 2 * rounds; i++) {
                Optional<Round> round = round(sluice);
                if (round.isEmpty()) {
                    return Optional.empty();
                }
                if (best.isEmpty()
                        || round.get().eventsPerSecond() > best.get().eventsPerSecond()) {
                    best = round;
                }
                if (warmth.settled(round.get()) && i + 1 >= rounds) {
                    break;
                }
            }
            return best;
        }
    }

    private Optional<Round> round(SluiceProcess sluice) throws InterruptedException {
        long bytes = feed.fill(Mix.MISSION.seeded(1), events);
        Meter meter = sluice.meter();
        long before = rows();
        meter.begin();
        long begin = System.nanoTime();
        feed.release();
        while (rows() - before < events) {
            if (!sluice.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        long nanos = System.nanoTime() - begin;
        return Optional.of(new Round(events, bytes, nanos, meter.end()));
    }

    /** Rows committed, as the sqlizers count them beside their offsets. */
    private long rows() {
        return offsets.committed(SqlizerVerticle.GROUP).values().stream()
                .mapToLong(offset -> OffsetCounters.parse(offset.metadata()).get("rows"))
                .sum();
    }
}
