package io.sluice.console.live;

import io.sluice.console.page.PageSettings;
import io.sluice.kafka.TopicAdmin;
import io.sluice.registry.ProcessReport;
import io.sluice.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Keeps the {@link Board} up to date: often while somebody watches, now and then while nobody does,
 * so that whoever opens the page sees the last minutes. On one event loop.
 */
public final class Live implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Live.class);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);

    /** The registry may be asked for a tenth of the time, and no more. */
    private static final int SHARE = 10;

    private static final long ANSWER_LIMIT_SECONDS = 8;

    /** A process tells of itself every few seconds; one that is silent for so long is gone. */
    private static final Duration OTHERS_AGE = Duration.ofSeconds(15);

    /** While nobody watches; the rates of the past are made of it. */
    private static final Duration OTHERS_PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Context context;
    private final SelfReport self;
    private final UUID process;
    private final Board board;
    private final KafkaReader kafka;
    private final Registry registry;
    private final Streams streams;
    private final Duration refresh;
    private Map<UUID, ProcessState> others = Map.of();
    private long othersAtMillis;
    private JsonObject latest = new JsonObject();
    private boolean open = true;

    /**
     * Begins to read.
     *
     * @param self what this process tells of itself
     * @param process its id among those that tell
     */
    public Live(
            Vertx vertx,
            PageSettings settings,
            Registry registry,
            TopicAdmin admin,
            SelfReport self,
            UUID process) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.self = self;
        this.process = process;
        this.registry = registry;
        this.refresh = settings.refresh();
        // An outage shows within three rounds, and the first of an unwatched page is no outage.
        long stale = UNWATCHED.plus(Duration.ofSeconds(5)).toMillis();
        this.board = new Board(self.door(), settings.history().toMillis(), stale);
        this.kafka = new KafkaReader(admin);
        this.streams = new Streams(settings.maxStreams());
        readKafka();
        readUnits();
        readOthers();
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
                UnitTotals.read(registry).timeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS),
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

    private void readOthers() {
        done(
                registry.reports(Teller.STATE, OTHERS_AGE)
                        .timeout(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS),
                this::others,
                failure -> log.atDebug().setCause(failure).log("other processes are not known"),
                answered -> after(streams.isEmpty() ? OTHERS_PAUSE : pace(), this::readOthers));
    }

    private void others(List<ProcessReport> reports) {
        Map<UUID, ProcessState> told = new HashMap<>();
        for (ProcessReport report : reports) {
            if (!report.process().equals(process)) {
                ProcessState.parse(report.told()).ifPresent(it -> told.put(report.process(), it));
            }
        }
        others = Map.copyOf(told);
        othersAtMillis = System.currentTimeMillis();
    }

    /** Those that have told lately, as far as that is known. */
    private Map<UUID, ProcessState> others() {
        long age = System.currentTimeMillis() - othersAtMillis;
        return age <= OTHERS_AGE.toMillis() ? others : Map.of();
    }

    /** Goes on at its own pace, whatever does not answer: that is what people want to see. */
    private void tell() {
        done(
                self.read(),
                own -> {
                    latest = board.tell(new Processes(own, others()), Instant.now());
                    streams.send("pipeline", latest);
                },
                failure -> log.atError().setCause(failure).log("health cannot be told"),
                answered -> after(refresh, this::tell));
    }

    /** Reads no more; who watches is told by the end of the stream. */
    @Override
    public void close() {
        open = false;
        streams.close();
    }
}
