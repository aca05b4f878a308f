package io.sluice.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends statements, each with a limit, and sends them again while the database cannot be reached.
 * So a statement here must do no harm when it runs twice, or late. Thread-safe.
 */
final class PgStatements {
    private static final Logger LOG = LoggerFactory.getLogger(PgStatements.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Pool pool;
    private final RegistrySettings settings;
    private final RegistryCounters counters;
    private final AtomicBoolean unreachable = new AtomicBoolean();
    private volatile boolean closed;

    PgStatements(Vertx vertx, Pool pool, RegistrySettings settings, RegistryCounters counters) {
        this.vertx = vertx;
        this.pool = pool;
        this.settings = settings;
        this.counters = counters;
    }

    Future<RowSet<Row>> run(String sql, Tuple values) {
        return attempt(sql, values, System.nanoTime() + settings.retryFor().toNanos(), 0);
    }

    private Future<RowSet<Row>> attempt(String sql, Tuple values, long until, int retries) {
        if (closed) {
            return Future.failedFuture(
                    new RegistryException(
                            RegistryException.Kind.UNAVAILABLE, "The registry is closed."));
        }
        counters.statements.increment();
        // A lost answer shows only by its absence, so the wait for a connection is in the limit.
        Duration limit = settings.callTimeout().plus(settings.connectTimeout());
        return pool.preparedQuery(sql)
                .execute(values)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(rows -> noteReachable())
                .recover(failure -> failed(failure, sql, values, until, retries));
    }

    private Future<RowSet<Row>> failed(
            Throwable failure, String sql, Tuple values, long until, int retries) {
        boolean passes = Outage.passes(failure);
        long pause = pauseMillis(retries);
        if (!passes || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - until > 0) {
            return Future.failedFuture(Outage.describe(failure));
        }
        noteUnreachable(failure);
        counters.retries.increment();
        return vertx.timer(pause, TimeUnit.MILLISECONDS)
                .compose(waited -> attempt(sql, values, until, retries + 1));
    }

    /** Between half and all of a pause that doubles: so that processes do not come back in step. */
    private static long pauseMillis(int retries) {
        long full = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(retries, 10));
        return ThreadLocalRandom.current().nextLong(full / 2, full + 1);
    }

    private void noteUnreachable(Throwable failure) {
        if (!closed && unreachable.compareAndSet(false, true)) {
            LOG.atWarn()
                    .setMessage("registry not reachable, trying again")
                    .addKeyValue("registry", settings)
                    .addKeyValue("cause", failure)
                    .log();
        }
    }

    private void noteReachable() {
        if (unreachable.get() && unreachable.compareAndSet(true, false)) {
            LOG.atInfo()
                    .setMessage("registry reachable again")
                    .addKeyValue("registry", settings)
                    .log();
        }
    }

    Future<Void> close() {
        closed = true;
        return pool.close();
    }
}
