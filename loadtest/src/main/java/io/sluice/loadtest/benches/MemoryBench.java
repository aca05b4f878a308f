package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Comparison;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.SqlizerInHeap;
import io.sluice.loadtest.rig.SqlizerInHeap.Running;
import io.sluice.loadtest.rig.SqlizerInHeap.TooLittle;
import io.sluice.loadtest.rig.Workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The smallest heap in which a sqlizer works at full speed: at 0.9 or more of the rate of another
 * with 2 GiB. Both are processes with default settings and backends of their own, and take turns.
 * Smaller heaps are tried until one is too slow or does not live.
 */
public final class MemoryBench {
    private static final int AMPLE_MIB = 2_048;
    private static final List<Integer> HEAPS_MIB = List.of(512, 384, 256, 192, 128, 96, 64);
    private static final List<Integer> FEW_HEAPS_MIB = List.of(512);
    private static final double FULL = 0.9;

    private MemoryBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        Chunks chunks = Chunks.of(Mix.MISSION.seeded(1), 1_000_000);
        Result result = result(AMPLE_MIB, Optional.empty());
        try (Workspace here = Workspace.make();
                Workspace there = Workspace.make();
                ExecutorService starter = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Running> started =
                    starter.submit(
                            () -> there.keep(new SqlizerInHeap(there, chunks).start(AMPLE_MIB)));
            SqlizerInHeap other = new SqlizerInHeap(here, chunks);
            Running ample = started.get();
            for (int heap : effort.quick() ? FEW_HEAPS_MIB : HEAPS_MIB) {
                Optional<Comparison> tried = compare(effort, other, heap, ample);
                if (tried.isEmpty() || speed(tried.get()) < FULL) {
                    break;
                }
                result = result(heap, tried);
            }
        }
        return result;
    }

    private static Optional<Comparison> compare(
            Effort effort, SqlizerInHeap other, int heap, Running ample) throws Exception {
        String name = "memory, %d MiB".formatted(heap);
        try (Running running = other.start(heap)) {
            Comparison tried =
                    effort.compare(
                            name, effort.of(4, 1), effort.of(9, 5), running::round, ample::round);
            effort.note(
                    "%s: %.2f of full speed, %.0f ms of collections in a round, %d MiB resident",
                    name,
                    speed(tried),
                    tried.own().usage().gcNanos() / 1e6,
                    tried.own().usage().peakBytes() >> 20);
            return Optional.of(tried);
        } catch (TooLittle reason) {
            effort.note("%s: %s", name, String.valueOf(reason.getMessage()));
            return Optional.empty();
        }
    }

    private static double speed(Comparison tried) {
        return tried.own().eventsPerSecond() / tried.yardstick().eventsPerSecond();
    }

    private static Result result(int heap, Optional<Comparison> tried) {
        return new Result(
                "memory",
                tried.map(Comparison::own),
                tried.map(Comparison::yardstick),
                Verdict.atMost(heap, "MiB", 512, 128),
                tried.map(it -> Map.of("of_full_speed", speed(it))).orElse(Map.of()));
    }
}
