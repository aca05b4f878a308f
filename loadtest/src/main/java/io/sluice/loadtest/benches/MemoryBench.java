package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.rig.SqlizerInHeap;
import io.sluice.loadtest.rig.Workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The smallest heap in which a sqlizer works at full speed: at 0.9 or more of its rate with 2 GiB.
 * Each heap is a process of its own, with default settings, and its best round counts; smaller ones
 * are tried until one is too slow or does not live.
 */
public final class MemoryBench {
    private static final int AMPLE_MIB = 2_048;
    private static final List<Integer> HEAPS_MIB = List.of(512, 384, 256, 192, 128, 96, 64);
    private static final List<Integer> FEW_HEAPS_MIB = List.of(512, 128);
    private static final double FULL = 0.9;

    private MemoryBench() {}

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        try (Workspace workspace = Workspace.make()) {
            SqlizerInHeap sqlizer = new SqlizerInHeap(workspace, effort.of(2_000_000, 1_000_000));
            int rounds = effort.of(5, 3);
            Round ample = sqlizer.best(AMPLE_MIB, rounds).orElseThrow();
            note(effort, AMPLE_MIB, Optional.of(ample));
            Round smallest = ample;
            int heap = AMPLE_MIB;
            for (int tried : effort.quick() ? FEW_HEAPS_MIB : HEAPS_MIB) {
                Optional<Round> round = sqlizer.best(tried, rounds);
                note(effort, tried, round);
                if (round.isEmpty()
                        || round.get().eventsPerSecond() < FULL * ample.eventsPerSecond()) {
                    break;
                }
                heap = tried;
                smallest = round.get();
            }
            return new Result(
                    "memory",
                    Optional.of(smallest),
                    Optional.of(ample),
                    Verdict.atMost(heap, "MiB", 512, 128),
                    Map.of("of_full_speed", smallest.eventsPerSecond() / ample.eventsPerSecond()));
        }
    }

    private static void note(Effort effort, int heap, Optional<Round> tried) {
        tried.ifPresentOrElse(
                round ->
                        effort.note(
                                "memory: %d MiB: %,.0f events/s, %.0f ms of collections, %d MiB"
                                        + " resident",
                                heap,
                                round.eventsPerSecond(),
                                round.usage().gcNanos() / 1e6,
                                round.usage().peakBytes() >> 20),
                () -> effort.note("memory: %d MiB: the process did not live", heap));
    }
}
