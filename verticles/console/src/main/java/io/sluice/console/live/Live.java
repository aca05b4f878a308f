package io.sluice.console.live;

import io.sluice.console.page.PageSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.registry.Registry;
import io.sluice.runtime.Health;
import io.sluice.runtime.StageStatistics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the {@link Board} up to date: often while somebody watches, now and then while nobody does,
 * so that whoever opens the page sees the last minutes. On one event loop.
 */
public final class Live implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Live.class);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);

    /** The registry may be asked for a tenth of the time, and no more. */
    private static final int SHARE = 10;

    private static final long UNITS_LIMIT_SECONDS = 8;

    private final Vertx vertx;
    private final Context context;
    private final Health health;
    private final Supplier<JsonObject> loading;
    private final Board board;
    private final KafkaReader kafka;
    private final Registry registry;
    private final Streams streams;
    private final Duration refresh;
    private final MessageConsumer<StageStatistics> doors;
    private JsonObject latest = new JsonObject();
    private boolean open = true;

    /**
     * Begins to read.
     *
     * @param door address of the door of this process, if it has one
     * @param loading what is known of freshness here; must not block
     */
    public Live(
            Vertx vertx,
            PageSettings settings,
            Registry registry,
            TopicAdmin admin,
            Optional<String> door,
            Health health,
            Supplier<JsonObject> loading) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.health = health;
        this.loading = loading;
        this.registry = registry;
        this.refresh = settings.refresh();
        // An outage shows within three rounds, and the first of an unwatched page is no outage.
        long stale = UNWATCHED.plus(Duration.ofSeconds(5)).toMillis();
        this.board = new Board(door, settings.history().toMillis(), stale);
        this.kafka = new KafkaReader(admin);
        this.streams = new Streams(settings.maxStreams());
        this.doors =
                vertx.eventBus()
                        .consumer(
                                StageStatistics.ADDRESS,
                                message -> {
                                    if (message.body().stage().equals("event-sink")) {
                                        board.door(message.body());
                                    }
                                });
        readKafka();
        readUnits();
        tell();
    }

    /** Who watches. */
    public Streams streams() {
        return streams;
    }

    /** What was told last, with the past. */
    public JsonObject snapshot() {
        return latest.copy().put("columns", Board.columns()).put("history", board.history());
    }

    private Duration pace() {
        return streams.isEmpty() ? UNWATCHED : refresh;
    }

    /** Others' futures may complete anywhere; the board is of one event loop. */
    private <T> void done(
            Future<T> asked, Consumer<T> good, Consumer<Throwable> bad, Consumer<Boolean> then) {
        asked.onComplete(
                answer ->
                        context.runOnContext(
                                here -> {
                                    if (answer.succeeded()) {
                                        good.accept(answer.result());
                                    } else {
                                        bad.accept(answer.cause());
                                    }
                                    then.accept(answer.succeeded());
                                }));
    }

    private void after(Duration pause, Runnable next) {
        if (open) {
            vertx.setTimer(Math.max(1, pause.toMillis()), timer -> next.run());
        }
    }

    private void readKafka() {
        done(
                kafka.read(),
                board::kafka,
                board::kafkaFailed,
                answered -> after(pace(), this::readKafka));
    }

    private void readUnits() {
        long began = System.nanoTime();
        done(
                UnitTotals.read(registry).timeout(UNITS_LIMIT_SECONDS, TimeUnit.SECONDS),
                board::registry,
                board::registryFailed,
                answered -> {
                    // How long an outage took to be noticed says nothing of what asking costs.
                    Duration least =
                            answered
                                    ? Duration.ofNanos(System.nanoTime() - began)
                                            .multipliedBy(SHARE - 1)
                                    : UNWATCHED;
                    after(least.compareTo(pace()) > 0 ? least : pace(), this::readUnits);
                });
    }

    /** Goes on at its own pace, whatever does not answer: that is what people want to see. */
    private void tell() {
        done(
                health.readiness(),
                report -> {
                    latest = board.tell(report, Instant.now(), loading.get());
                    streams.send("pipeline", latest);
                },
                failure -> log.atError().setCause(failure).log("health cannot be told"),
                answered -> after(refresh, this::tell));
    }

    /** Reads no more; who watches is told by the end of the stream. */
    @Override
    public void close() {
        open = false;
        doors.unregister();
        streams.close();
    }
}
