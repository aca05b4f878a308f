package io.sluice.loadtest.benches;

import io.sluice.loadtest.measure.Effort;
import io.sluice.loadtest.measure.Result;
import io.sluice.loadtest.measure.Verdict;
import io.sluice.loadtest.mix.Crowd;
import io.sluice.loadtest.rig.ChunkFeed;
import io.sluice.loadtest.rig.KafkaAndRegistry;
import io.sluice.loadtest.rig.Sqlizers;
import io.sluice.loadtest.rig.Workspace;
import io.sluice.schema.Column;
import io.sluice.schema.TableSchema;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.sqlizer.SqlizerVerticle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Sixteen sqlizers that share nothing but the registry, each with a partition of its own, meet the
 * same 100 new tables of 200 columns at the same moment; each event shows a quarter of the columns.
 * Judged by the compare-and-sets sent, lost ones included, over the fewest possible: one a table.
 * Fails if the schemas differ in the end.
 */
public final class ConflictsBench {
    private static final int SQLIZERS = 16;
    private static final int TABLES = 100;
    private static final int COLUMNS = 200;
    private static final int PARTS = 4;
    private static final int EVENTS_A_CHUNK = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final KafkaAndRegistry backends;
    private final ChunkFeed feed;
    private final List<Sqlizers> sqlizers = new ArrayList<>();

    /** How often all of them tried, and came too late. */
    private record Attempts(long won, long lost, double seconds) {
        double overFewest() {
            return (double) (won + lost) / TABLES;
        }
    }

    private ConflictsBench(Workspace workspace) throws Exception {
        backends = new KafkaAndRegistry(workspace, SQLIZERS);
        feed = workspace.keep(new ChunkFeed(backends.clients(), KafkaAndRegistry.APP, SQLIZERS));
        for (int i = 0; i < SQLIZERS; i++) {
            sqlizers.add(
                    workspace.keep(new Sqlizers(backends, "sqlizer-" + i, SqlizerSettings.of(1))));
        }
    }

    /** Measures. */
    public static Result run(Effort effort) throws Exception {
        try (Workspace workspace = Workspace.make()) {
            ConflictsBench bench = new ConflictsBench(workspace);
            bench.awaitOneEach();
            List<Attempts> rounds = new ArrayList<>();
            for (int round = 0; round < effort.of(7, 1); round++) {
                Attempts attempts = bench.round(round);
                effort.note(
                        "conflicts: %d compare-and-sets won, %d lost, %.2f of the fewest, %.1f s",
                        attempts.won(), attempts.lost(), attempts.overFewest(), attempts.seconds());
                rounds.add(attempts);
            }
            List<Double> sorted = rounds.stream().map(Attempts::overFewest).sorted().toList();
            return new Result(
                    "conflicts",
                    Optional.empty(),
                    Optional.empty(),
                    Verdict.atMost(sorted.get(sorted.size() / 2), "x", 4.0, 1.5),
                    Map.of("worst", sorted.getLast(), "best", sorted.getFirst()));
        }
    }

    private void awaitOneEach() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Integer> shares = List.of();
        while (shares.size() != SQLIZERS || shares.stream().anyMatch(share -> share != 1)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the sqlizers share partitions as " + shares);
            }
            TimeUnit.MILLISECONDS.sleep(200);
            shares = backends.clients().partitionsOfMembers(SqlizerVerticle.GROUP);
        }
    }

    private Attempts round(int number) throws InterruptedException {
        Crowd crowd = new Crowd(number, TABLES, COLUMNS, PARTS);
        long won = won();
        long lost = lost();
        double rows = rows();
        feed.begin();
        for (int partition = 0; partition < SQLIZERS; partition++) {
            for (byte[] chunk : crowd.chunks(EVENTS_A_CHUNK)) {
                feed.send(partition, chunk, EVENTS_A_CHUNK);
            }
        }
        long begin = System.nanoTime();
        feed.release();
        while (rows() - rows < (double) SQLIZERS * crowd.events()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("only %,.0f rows".formatted(rows() - rows));
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        requireSameSchemas(crowd);
        return new Attempts(won() - won, lost() - lost, seconds);
    }

    private long won() {
        return sqlizers.stream().mapToLong(it -> it.counters().commits()).sum();
    }

    private long lost() {
        return sqlizers.stream().mapToLong(it -> it.counters().conflicts()).sum();
    }

    private double rows() {
        return sqlizers.stream().mapToDouble(Sqlizers::rowsOut).sum();
    }

    /** All tables have the same paths with the same types, and all of them. */
    private void requireSameSchemas(Crowd crowd) {
        List<TableSchema> schemas =
                sqlizers
                        .getFirst()
                        .registry()
                        .tables(KafkaAndRegistry.APP)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .stream()
                        .filter(schema -> schema.entype().equals(crowd.entype()))
                        .toList();
        Set<Map<String, String>> different =
                schemas.stream().map(ConflictsBench::types).collect(Collectors.toSet());
        if (schemas.size() != TABLES
                || different.size() != 1
                || different.iterator().next().size() != COLUMNS) {
            throw new IllegalStateException(
                    "%d tables with %d different schemas"
                            .formatted(schemas.size(), different.size()));
        }
    }

    private static Map<String, String> types(TableSchema schema) {
        return schema.columns().stream()
                .collect(Collectors.toMap(Column::path, column -> column.type().toString()));
    }
}
