package io.sluice.registry;

import io.sluice.schema.TableUid;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells of versions that other processes committed: at once by LISTEN, where there is no pooler,
 * and in any case by asking now and then, so that a notification that was lost (the connection
 * broke, or died without a sign) only costs time. Thread-safe.
 */
final class NewsFeed {
    private static final Logger LOG = LoggerFactory.getLogger(NewsFeed.class);

    /** Longer than a version may take from its timestamp to its being visible. */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Vertx vertx;
    private final RegistrySettings settings;
    private final PgStatements statements;
    private final UUID process;
    private final List<Consumer<Optional<TableUid>>> listeners = new CopyOnWriteArrayList<>();
    private final Map<TableUid, Integer> told = new ConcurrentHashMap<>();
    private @Nullable Future<Void> started;
    private @Nullable PgSubscriber subscriber;
    private volatile boolean closed;

    NewsFeed(Vertx vertx, RegistrySettings settings, PgStatements statements, UUID process) {
        this.vertx = vertx;
        this.settings = settings;
        this.statements = statements;
        this.process = process;
    }

    /** Completes when no news can be missed any more. */
    synchronized Future<Void> add(Consumer<Optional<TableUid>> listener) {
        listeners.add(listener);
        Future<Void> running = started;
        if (running == null) {
            running =
                    statements
                            .run(RegistrySql.NOW, Tuple.tuple())
                            .compose(this::start)
                            .onFailure(failure -> startAgain());
            started = running;
        }
        return running;
    }

    /** The next listener tries again. */
    private synchronized void startAgain() {
        started = null;
    }

    private Future<Void> start(Iterable<Row> now) {
        askLater(now.iterator().next().getOffsetDateTime("now"));
        return settings.layer7Proxy() ? Future.succeededFuture() : listen();
    }

    private synchronized Future<Void> listen() {
        Promise<Void> listening = Promise.promise();
        PgSubscriber made = PgSubscriber.subscriber(vertx, PgConnections.options(settings));
        subscriber = made;
        made.reconnectPolicy(NewsFeed::pauseMillis);
        made.channel(RegistrySql.CHANNEL)
                .subscribeHandler(
                        ready -> {
                            noteBreaks(made.actualConnection());
                            if (!listening.tryComplete()) {
                                // Heard again after a break: what was said meanwhile is lost.
                                tell(Optional.empty());
                            }
                        })
                .handler(this::hear);
        made.connect()
                .onFailure(
                        failure ->
                                LOG.atWarn()
                                        .setMessage(
                                                "cannot listen for registry news, asking instead")
                                        .addKeyValue("registry", settings)
                                        .addKeyValue("cause", failure)
                                        .log());
        return listening
                .future()
                .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** Without a handler the client writes such failures to standard error. */
    private static void noteBreaks(@Nullable PgConnection connection) {
        if (connection != null) {
            connection.exceptionHandler(
                    failure ->
                            LOG.atInfo()
                                    .setMessage("registry news interrupted, listening again")
                                    .addKeyValue("cause", failure)
                                    .log());
        }
    }

    private static long pauseMillis(int retries) {
        long full = Math.min(LONGEST_PAUSE_MILLIS, 100L << Math.min(retries, 10));
        return ThreadLocalRandom.current().nextLong(full / 2, full + 1);
    }

    private void hear(String payload) {
        String[] parts = payload.split(" ", -1);
        if (parts.length == 3 && !parts[0].equals(process.toString())) {
            note(TableUid.parse(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    private void note(TableUid table, int version) {
        Integer before = told.get(table);
        if (before == null || before < version) {
            told.put(table, version);
            tell(Optional.of(table));
        }
    }

    private void askLater(OffsetDateTime since) {
        vertx.timer(settings.refresh().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(due -> ask(since));
    }

    private void ask(OffsetDateTime since) {
        if (closed) {
            return;
        }
        statements
                .run(RegistrySql.NEWS, Tuple.of(since.minus(OVERLAP), process))
                .onComplete(
                        rows -> {
                            OffsetDateTime newest = since;
                            for (Row row : rows) {
                                OffsetDateTime at = row.getOffsetDateTime("created_at");
                                newest = at.isAfter(newest) ? at : newest;
                                note(
                                        new TableUid(row.getUUID("table_uid")),
                                        row.getInteger("version"));
                            }
                            askLater(newest);
                        },
                        // The outage was logged where the statement was repeated.
                        failure -> askLater(since));
    }

    private void tell(Optional<TableUid> news) {
        for (Consumer<Optional<TableUid>> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException broken) {
                LOG.atError()
                        .setMessage("a listener failed on registry news")
                        .addKeyValue("table", news)
                        .setCause(broken)
                        .log();
            }
        }
    }

    synchronized Future<Void> close() {
        closed = true;
        listeners.clear();
        PgSubscriber open = subscriber;
        return open == null
                ? Future.succeededFuture()
                : open.close().timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
