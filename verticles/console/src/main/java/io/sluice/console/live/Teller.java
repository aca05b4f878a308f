package io.sluice.console.live;

import io.sluice.registry.ProcessReport;
import io.sluice.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Tells the registry again and again what a process says of itself. Nothing depends on it but what
 * people see: what cannot be told is told later. Thread-safe.
 */
public final class Teller implements AutoCloseable {
    /** A part: what {@link SelfReport} says. */
    public static final String STATE = "state";

    /** A part: what franz found last. */
    public static final String TOPICS = "topics";

    private static final Logger log = LoggerFactory.getLogger(Teller.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Context context;
    private final Registry registry;
    private final UUID process;
    private final String part;
    private final Supplier<Future<JsonObject>> told;
    private final Duration every;
    private boolean failing;
    private volatile boolean open = true;

    /**
     * Begins to tell.
     *
     * @param part what the process tells of
     * @param told what it says; an empty object where it has nothing to say yet
     * @param every the pause between one time and the next
     */
    public Teller(
            Vertx vertx,
            Registry registry,
            UUID process,
            String part,
            Supplier<Future<JsonObject>> told,
            Duration every) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.registry = registry;
        this.process = process;
        this.part = part;
        this.told = told;
        this.every = every;
        context.runOnContext(start -> tell());
    }

    /** Once at a time: where the registry takes long, it is told less often. */
    private void tell() {
        if (!open) {
            return;
        }
        told.get()
                .compose(this::report)
                .onSuccess(pause -> context.runOnContext(here -> next(pause, null)))
                .onFailure(failure -> context.runOnContext(here -> next(every, failure)));
    }

    /** Gives the pause until the next time. */
    private Future<Duration> report(JsonObject it) {
        return it.isEmpty()
                ? Future.succeededFuture(SOON)
                : registry.report(new ProcessReport(process, part, it.encode())).map(every);
    }

    private void next(Duration pause, @Nullable Throwable failure) {
        if (failure != null && !failing) {
            log.atInfo()
                    .addKeyValue("part", part)
                    .addKeyValue("reason", failure.toString())
                    .log("the registry does not take what this process tells of itself");
        }
        failing = failure != null;
        if (open) {
            vertx.setTimer(pause.toMillis(), timer -> tell());
        }
    }

    /** Tells no more. */
    @Override
    public void close() {
        open = false;
    }
}
