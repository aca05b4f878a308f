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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the registry forward to what was surveyed: read the current version, join, compare and
 * set; after a lost race from the winner again. Thread-safe.
 */
final class SchemaProposals {
    private static final Logger log = LoggerFactory.getLogger(SchemaProposals.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final Vertx vertx;
    private final Registry registry;
    private final SchemaRules rules;
    private final String instance;
    private final SqlizerMetrics metrics;
    private final Turns turns;

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
        for (Map.Entry<TableKey, Survey.Need> need : survey.needs().entrySet()) {
            // All at once would wait for the few connections until their time is up, and again.
            all.add(turns.take(() -> untilItWorks(need.getKey(), need.getValue(), FIRST_PAUSE_MS)));
        }
        return Future.all(all).map(done -> all.stream().map(Future::result).toList());
    }

    private Future<TableSchema> untilItWorks(TableKey key, Survey.Need need, long pauseMs) {
        // An events topic may be older than its app, say after a registry was set up anew.
        return registry.ensureApp(key.app())
                .compose(known -> registry.table(key.app(), key.entype(), key.evname()))
                .compose(current -> widen(current, need))
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
                                    case Commit.Committed won -> won(won.schema());
                                    case Commit.Conflict lost -> {
                                        metrics.conflict();
                                        yield widen(lost.current(), need);
                                    }
                                });
    }

    private Future<TableSchema> won(TableSchema schema) {
        metrics.version();
        vertx.eventBus()
                .publish(
                        SchemaChanged.ADDRESS,
                        new SchemaChanged(schema.app(), schema.table(), schema.version()));
        return Future.succeededFuture(schema);
    }
}
