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
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells of versions that other processes committed, and of apps that changed: at once by LISTEN,
 * where there is no pooler, and in any case by asking now and then, so that a notification that was
 * lost (the connection broke, or died without a sign) only costs time. Thread-safe.
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
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final Map<TableUid, Integer> told = new ConcurrentHashMap<>();
    private final Map<String, OffsetDateTime> toldApps = new ConcurrentHashMap<>();
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
    synchronized Future<Void> add(Consumer<News> listener) {
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
                                tell(new News.Missed());
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
        if (parts.length == 2 && parts[0].equals("app")) {
            tell(new News.App(parts[1]));
        } else if (parts.length == 3 && !parts[0].equals(process.toString())) {
            note(TableUid.parse(parts[1]), Integer.parseInt(parts[2]));
        }
    }

    private void note(TableUid table, int version) {
        Integer before = told.get(table);
        if (before == null || before < version) {
            told.put(table, version);
            tell(new News.Table(table));
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
        OffsetDateTime from = since.minus(OVERLAP);
        Future<OffsetDateTime> tables =
                statements
                        .run(RegistrySql.NEWS, Tuple.of(from, process))
                        .map(rows -> noteTables(rows, since));
        tables.compose(
                        newest ->
                                statements
                                        .run(AppSql.NEWS, Tuple.of(from))
                                        .map(rows -> noteApps(rows, newest)))
                // The outage was logged where the statement was repeated.
                .onComplete(this::askLater, failure -> askLater(since));
    }

    private OffsetDateTime noteTables(Iterable<Row> rows, OffsetDateTime since) {
        OffsetDateTime newest = since;
        for (Row row : rows) {
            newest = later(newest, row.getOffsetDateTime("created_at"));
            note(new TableUid(row.getUUID("table_uid")), row.getInteger("version"));
        }
        return newest;
    }

    private OffsetDateTime noteApps(Iterable<Row> rows, OffsetDateTime since) {
        OffsetDateTime newest = since;
        for (Row row : rows) {
            OffsetDateTime at = row.getOffsetDateTime("changed_at");
            newest = later(newest, at);
            String app = row.getString("name");
            if (!at.equals(toldApps.put(app, at))) {
                tell(new News.App(app));
            }
        }
        return newest;
    }

    private static OffsetDateTime later(OffsetDateTime a, OffsetDateTime b) {
        return a.isAfter(b) ? a : b;
    }

    private void tell(News news) {
        for (Consumer<News> listener : listeners) {
            try {
                listener.accept(news);
            } catch (RuntimeException broken) {
                LOG.atError()
                        .setMessage("a listener failed on registry news")
                        .addKeyValue("news", news)
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
