package io.sluice.sqlizer;

import io.sluice.registry.Commit;
import io.sluice.registry.Registry;
import io.sluice.runtime.SchemaChanged;
import io.sluice.schema.Evolution;
import io.sluice.schema.Lineage;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Brings the registry forward to what was surveyed: read the current version, join, compare and
 * set; after a lost race from the winner again. Thread-safe.
 *
 * <p>Many instances may meet the same new tables at the same moment. So each begins at another
 * table, looks again when its turn has come, and has one compare-and-set under way: most find what
 * they need already there.
 */
final class SchemaProposals {
    private static final Logger log = LoggerFactory.getLogger(SchemaProposals.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /** Of an instance. More would grow old in the queue for the few connections, and lose. */
    private static final int COMMITS_AT_ONCE = 1;

    private final Vertx vertx;
    private final Registry registry;
    private final SchemaRules rules;
    private final String instance;
    private final SqlizerMetrics metrics;
    private final Turns turns;
    private final Turns commits = new Turns(COMMITS_AT_ONCE);

    SchemaProposals(
            Vertx vertx,
            Registry registry,
            SchemaRules rules,
            String instance,
            int atOnce,
            SqlizerMetrics metrics) {
        this.vertx = vertx;
        this.turns = new Turns(atOnce);
        this.registry = registry;
        this.rules = rules;
        this.instance = instance;
        this.metrics = metrics;
    }

    /**
     * The versions that hold all that was surveyed. An outage of the registry is waited out; the
     * future fails only when the Vertx closes.
     */
    Future<List<TableSchema>> settle(Survey survey) {
        List<Future<TableSchema>> all = new ArrayList<>();
        List<Map.Entry<TableKey, Survey.Need>> needs = new ArrayList<>(survey.needs().entrySet());
        Collections.shuffle(needs, ThreadLocalRandom.current());
        for (Map.Entry<TableKey, Survey.Need> need : needs) {
            // All at once would wait for the few connections until their time is up, and again.
            all.add(turns.take(() -> untilItWorks(need.getKey(), need.getValue(), FIRST_PAUSE_MS)));
        }
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }

    private Future<TableSchema> untilItWorks(TableKey key, Survey.Need need, long pauseMs) {
        // An events topic may be older than its app, say after a registry was set up anew.
        return registry.ensureApp(key.app())
                .compose(known -> registry.table(key.app(), key.entype(), key.evname()))
                .compose(known -> settle(known, need))
                .recover(
                        failure -> {
                            log.atWarn()
                                    .setMessage("Registry failed; the partition waits")
                                    .addKeyValue("app", key.app())
                                    .addKeyValue("entype", key.entype())
                                    .addKeyValue("evname", key.evname())
                                    .addKeyValue("pauseMs", pauseMs)
                                    .addKeyValue("cause", failure.toString())
                                    .log();
                            long next = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
                            return vertx.timer(pauseMs, java.util.concurrent.TimeUnit.MILLISECONDS)
                                    .compose(fired -> untilItWorks(key, need, next));
                        });
    }

    /** What is known may be behind, and what lacks may be there: asks anew before it proposes. */
    private Future<TableSchema> settle(TableSchema known, Survey.Need need) {
        if (Evolution.widen(known, need.seen(), rules).isEmpty()) {
            return Future.succeededFuture(known);
        }
        return commits.take(
                () ->
                        registry.current(known.table())
                                .compose(current -> widen(current.orElse(known), need)));
    }

    /** Every lost race means that another instance won, so this ends. */
    private Future<TableSchema> widen(TableSchema current, Survey.Need need) {
        Optional<TableSchema> next = Evolution.widen(current, need.seen(), rules);
        if (next.isEmpty()) {
            return Future.succeededFuture(current);
        }
        return registry.commit(next.get(), new Lineage(need.cause(), instance, Instant.now()))
                .compose(
                        outcome ->
                                switch (outcome) {
                                    case Commit.Committed won -> won(current, won.schema());
                                    case Commit.Conflict lost -> {
                                        metrics.conflict();
                                        yield widen(lost.current(), need);
                                    }
                                });
    }

    private Future<TableSchema> won(TableSchema before, TableSchema schema) {
        metrics.version(before, schema);
        vertx.eventBus()
                .publish(
                        SchemaChanged.ADDRESS,
                        new SchemaChanged(schema.app(), schema.table(), schema.version()));
        return Future.succeededFuture(schema);
    }
}
