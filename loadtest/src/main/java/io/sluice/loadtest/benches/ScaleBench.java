package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.measure.WarmUp;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.KafkaAndRegistry;
import io.sluice.loadtest.rig.SqlizerRounds;
import io.sluice.loadtest.rig.Sqlizers;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.sqlizer.SqlizerVerticle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an event costs when 1, 2, 4 or 8 sqlizers share the work: CPU time of the process, and
 * statements at the registry, which there should be none of once the schemas are known. The counts
 * take turns, so that what else the machine does meets all alike; each begins with a round that
 * does not count, and its cheapest round does. Judged by the dearest count over a single sqlizer.
 */
public final class ScaleBench {
    private static final int PARTITIONS = 8;
    private static final List<Integer> COUNTS = List.of(1, 2, 4, 8);
    private static final int LEAST_WARM_UPS = 6;
    private static final int MOST_WARM_UPS = 16;

    private final Effort effort;
    private final Chunks first = Chunks.of(Mix.MISSION.seeded(1), 200_000);
    private final Chunks chunks = Chunks.of(Mix.MISSION.seeded(1), 1_000_000);
    private final KafkaAndRegistry backends;
    private final SqlizerRounds rounds;
    private final Map<Integer, List<Round>> measured = new TreeMap<>();
    private long statements;
    private long counted;

    private ScaleBench(Effort effort, Workspace workspace) throws Exception {
        this.effort = effort;
        this.backends = new KafkaAndRegistry(workspace, PARTITIONS);
        this.rounds = new SqlizerRounds(workspace, backends);
    }

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        try (Workspace workspace = Workspace.make()) {
            return new ScaleBench(effort, workspace).measure();
        }
    }

    private Result measure() throws Exception {
        warmUp();
        for (int pass = 0; pass < effort.of(8, 4); pass++) {
            // There and back: what still gets faster meanwhile favours neither end.
            for (int count : pass % 2 == 0 ? COUNTS : COUNTS.reversed()) {
                round(count);
            }
        }
        rounds.verify();
        List<Round> cheapest = measured.values().stream().map(ScaleBench::cheapest).toList();
        Map<String, Double> more = new HashMap<>();
        for (int i = 0; i < COUNTS.size(); i++) {
            more.put("cpu_us_per_event_" + COUNTS.get(i), cheapest.get(i).cpuMicrosPerEvent());
        }
        more.put("registry_statements_per_million_events", statements * 1e6 / counted);
        Round one = cheapest.getFirst();
        Round dearest =
                cheapest.stream()
                        .max(Comparator.comparingDouble(Round::cpuMicrosPerEvent))
                        .orElseThrow();
        double ratio = dearest.cpuMicrosPerEvent() / one.cpuMicrosPerEvent();
        return new Result(
                "scale",
                Optional.of(dearest),
                Optional.of(one),
                Verdict.atMost(ratio, "x", 1.15, 1.05),
                more);
    }

    /** Until the compiler is done: its work is no event's cost. */
    private void warmUp() throws Exception {
        try (Sqlizers sqlizers = new Sqlizers(backends, "sqlizer", SqlizerSettings.of(2))) {
            WarmUp warmth = new WarmUp();
            for (int i = 0; i < MOST_WARM_UPS; i++) {
                if (warmth.settled(rounds.run(sqlizers, chunks)) && i + 1 >= LEAST_WARM_UPS) {
                    break;
                }
            }
        }
        backends.clients().removeMembers(SqlizerVerticle.GROUP);
    }

    private void round(int count) throws Exception {
        try (Sqlizers sqlizers = new Sqlizers(backends, "sqlizer", SqlizerSettings.of(count))) {
            rounds.run(sqlizers, first);
            // The garbage of those before, and of the start, is not what an event costs.
            System.gc();
            long before = sqlizers.counters().statements();
            Round round = rounds.run(sqlizers, chunks);
            statements += sqlizers.counters().statements() - before;
            counted += chunks.events();
            measured.computeIfAbsent(count, it -> new ArrayList<>()).add(round);
            effort.note(
                    "scale: %d sqlizer(s): %,.0f events/s, %.3f us of CPU an event",
                    count, round.eventsPerSecond(), round.cpuMicrosPerEvent());
        }
        // A static member that has not said good-bye would be waited for.
        backends.clients().removeMembers(SqlizerVerticle.GROUP);
    }

    /** What else the machine does makes a round dearer, and never cheaper. */
    private static Round cheapest(List<Round> all) {
        return all.stream().min(Comparator.comparingDouble(Round::cpuMicrosPerEvent)).orElseThrow();
    }
}
