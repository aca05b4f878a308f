package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.KafkaAndRegistry;
import io.sluice.loadtest.rig.SqlizerRounds;
import io.sluice.loadtest.rig.Sqlizers;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.sqlizer.SqlizerSettings;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A mix that is hard on the sqlizer, beside the mix {@code mission} on the same sqlizers; compared
 * by bytes a second. Each round has a seed of its own, so what is new is new in each.
 */
public final class MixBench {
    private static final int PARTITIONS = 4;
    private static final int INSTANCES = 2;

    private MixBench() {}

    /** Measures one mix. */
    public static Result run(Effort effort, Mix mix) throws Exception {
        String name = mix.word();
        int mission = effort.of(2_000_000, 600_000);
        int events = mix.asManyBytesAs(Mix.MISSION, mission);
        AtomicLong seed = new AtomicLong();
        try (Workspace workspace = Workspace.make()) {
            KafkaAndRegistry backends = new KafkaAndRegistry(workspace, PARTITIONS);
            Chunks yardstick = Chunks.of(Mix.MISSION.seeded(1), mission);
            SqlizerRounds rounds = new SqlizerRounds(workspace, backends);
            Sqlizers sqlizers =
                    workspace.keep(
                            new Sqlizers(backends, "sqlizer", SqlizerSettings.of(INSTANCES)));
            Result result =
                    effort.compare(
                                    name,
                                    2,
                                    effort.of(5, 3),
                                    () ->
                                            rounds.run(
                                                    sqlizers,
                                                    mix.seeded(seed.incrementAndGet()),
                                                    events),
                                    () -> rounds.run(sqlizers, yardstick))
                            .byBytes(name, 0.6, 0.9);
            effort.note("%s: all %,d rows are there", name, rounds.verify());
            return result;
        }
    }
}
