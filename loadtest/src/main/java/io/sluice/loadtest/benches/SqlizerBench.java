package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Comparison;
import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.Mix;
import io.sluice.loadtest.rig.KafkaAndRegistry;
import io.sluice.loadtest.rig.SqlizerRounds;
import io.sluice.loadtest.rig.Sqlizers;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.loadtest.yardstick.PlainCopy;
import io.sluice.sqlizer.SqlizerSettings;

/**
 * Kafka to Kafka: two sqlizers as in production, transactions and all, on a registry in PostgreSQL
 * and a broker in a process of its own. The yardstick is a plain client that copies the same
 * events, one a record; what two tuned ones do is told beside. Rows are counted at the end, as a
 * consumer sees them.
 */
public final class SqlizerBench {
    private static final int PARTITIONS = 4;
    private static final int INSTANCES = 2;

    private SqlizerBench() {}

    /** Measures. */
    public static Result run(Effort effort, Mix mix) throws Exception {
        String name = "sqlizer";
        int events = mix.asManyBytesAs(Mix.MISSION, effort.of(2_000_000, 1_000_000));
        try (Workspace workspace = Workspace.make()) {
            KafkaAndRegistry backends = new KafkaAndRegistry(workspace, PARTITIONS);
            PlainCopy yardstick = new PlainCopy(backends.clients(), PARTITIONS);
            yardstick.prepare(mix.seeded(1), events / 2);
            Chunks chunks = Chunks.of(mix.seeded(1), events);
            SqlizerRounds rounds = new SqlizerRounds(workspace, backends);
            Sqlizers sqlizers =
                    workspace.keep(
                            new Sqlizers(backends, "sqlizer", SqlizerSettings.of(INSTANCES)));
            long brokerCpu = backends.brokerCpuNanos();
            Result result =
                    effort.compare(
                                    name,
                                    effort.of(3, 1),
                                    effort.of(7, 3),
                                    () -> rounds.run(sqlizers, chunks),
                                    yardstick::run)
                            .byEvents(name, 1.5, 2.5)
                            .with(Comparison.beside("tuned_clients_per_s", yardstick::tuned));
            effort.note(
                    "%s: the broker's process took %.1f s of CPU beside",
                    name, (backends.brokerCpuNanos() - brokerCpu) / 1e9);
            effort.note("%s: all %,d rows are there", name, rounds.verify());
            return result;
        }
    }
}
