package io.sluice.loadtest.rig;

import io.sluice.app.Role;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.OffsetCounters;
import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.WarmUp;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.sqlizer.SqlizerVerticle;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sqlizers in processes of their own, one at a time, with default settings and as much heap as is
 * tried. Two of these need a workspace each: they have backends of their own, and do not meet.
 */
public final class SqlizerInHeap {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Workspace workspace;
    private final KafkaAndRegistry backends;
    private final GroupOffsets offsets;
    private final ChunkFeed feed;
    private final Chunks chunks;

    /** With so little heap a sqlizer does not start, or does not get through a round. */
    public static final class TooLittle extends Exception {
        TooLittle(String message, Optional<Throwable> cause) {
            super(message, cause.orElse(null));
        }
    }

    /** A process that works; one thread feeds and measures it. */
    public final class Running implements AutoCloseable {
        private final SluiceProcess sluice;

        private Running(SluiceProcess sluice) {
            this.sluice = sluice;
        }

        /** One round of the events. */
        public Round round() throws InterruptedException, TooLittle {
            long bytes = feed.fill(chunks);
            Meter meter = sluice.meter();
            long before = rows();
            meter.begin();
            long begin = System.nanoTime();
            feed.release();
            while (rows() - before < chunks.events()) {
                if (!sluice.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new TooLittle("it did not get through a round", Optional.empty());
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            long nanos = System.nanoTime() - begin;
            return new Round(chunks.events(), bytes, nanos, meter.end());
        }

        @Override
        public void close() {
            sluice.close();
        }
    }

    /**
     * Starts backends and makes topics.
     *
     * @param chunks of a round
     */
    public SqlizerInHeap(Workspace workspace, Chunks chunks)
            throws IOException, InterruptedException {
        this.workspace = workspace;
        this.chunks = chunks;
        backends = new KafkaAndRegistry(workspace, SluiceProcess.PARTITIONS);
        offsets = workspace.keep(new GroupOffsets(backends.kafka()));
        feed =
                workspace.keep(
                        new ChunkFeed(
                                backends.clients(), KafkaAndRegistry.APP, backends.partitions()));
    }

    /** Starts one; the one before is closed. */
    public Running start(int heapMib) throws IOException, InterruptedException, TooLittle {
        try {
            return new Running(
                    new SluiceProcess(
                            workspace,
                            backends.conf(),
                            SluiceProcess.Options.of(EnumSet.of(Role.SQLIZER), heapMib + "m")));
        } catch (IllegalStateException failed) {
            throw new TooLittle("it did not start", Optional.of(failed));
        }
    }

    /**
     * The best of the rounds of a new process.
     *
     * @param rounds as many at least, and up to twice as many until it gets no faster
     */
    public Round best(int heapMib, int rounds) throws IOException, InterruptedException, TooLittle {
        try (Running running = start(heapMib)) {
            WarmUp warmth = new WarmUp();
            Round best = running.round();
            for (int i = 1; i < 2 * rounds; i++) {
                Round round = running.round();
                if (round.eventsPerSecond() > best.eventsPerSecond()) {
                    best = round;
                }
                if (warmth.settled(round) && i + 1 >= rounds) {
                    break;
                }
            }
            return best;
        }
    }

    /** Rows committed, as the sqlizers count them beside their offsets. */
    private long rows() {
        return offsets.committed(SqlizerVerticle.GROUP).values().stream()
                .mapToLong(offset -> OffsetCounters.parse(offset.metadata()).get("rows"))
                .sum();
    }
}
