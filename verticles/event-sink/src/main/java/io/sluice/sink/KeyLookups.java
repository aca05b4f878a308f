package io.sluice.sink;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.KeyGrant;
import io.sluice.registry.WriteKeyHash;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Asks the registry about keys: one statement at a time and not too often, with all keys that are
 * waiting. So whoever sends wrong keys, at whatever rate, costs the registry a few statements a
 * second; and no answer is overtaken by an older one. Thread-safe.
 */
final class KeyLookups {
    /** What the registry said: empty for a key that opens nothing. */
    interface Learner {
        void learn(WriteKeyHash key, Optional<KeyGrant> grant, long askedAtNanos);
    }

    private static final Logger LOG = LoggerFactory.getLogger(KeyLookups.class);
    private static final int MOST_KEYS = 1_000;
    private static final long PAUSE_MILLIS = 20;

    private final Vertx vertx;
    private final AppDirectory registry;
    private final SinkSettings.Keys settings;
    private final Learner learner;
    private final LongSupplier clock;
    private final LongAdder statements = new LongAdder();
    private final Map<WriteKeyHash, Promise<Optional<KeyGrant>>> waiting = new LinkedHashMap<>();
    private final Set<WriteKeyHash> again = new LinkedHashSet<>();
    private boolean busy;
    private boolean away;

    KeyLookups(
            Vertx vertx,
            AppDirectory registry,
            SinkSettings.Keys settings,
            LongSupplier clock,
            Learner learner) {
        this.vertx = vertx;
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
        this.learner = learner;
    }

    /** Statements that the registry was sent. */
    long statements() {
        return statements.sum();
    }

    /**
     * What the key opens. Completes on any thread, after the learner was told; fails where the
     * registry does not answer in time, or too many wait already.
     */
    Future<Optional<KeyGrant>> ask(WriteKeyHash key) {
        Promise<Optional<KeyGrant>> promise;
        synchronized (this) {
            Promise<Optional<KeyGrant>> same = waiting.get(key);
            if (same != null) {
                return same.future();
            }
            if (waiting.size() >= settings.maxLookups()) {
                return Future.failedFuture("too many keys are being looked up");
            }
            promise = Promise.promise();
            waiting.put(key, promise);
        }
        next();
        return promise.future();
    }

    /** Asks anew about these, after those that somebody waits for; tells the learner alone. */
    void askAgain(Collection<WriteKeyHash> keys) {
        synchronized (this) {
            again.addAll(keys);
        }
        next();
    }

    private void next() {
        Map<WriteKeyHash, Promise<Optional<KeyGrant>>> asked;
        synchronized (this) {
            if (busy || waiting.isEmpty() && again.isEmpty()) {
                return;
            }
            busy = true;
            asked = takeSome();
        }
        long now = clock.getAsLong();
        statements.increment();
        Future.<Void>succeededFuture()
                .compose(start -> registry.grants(asked.keySet()))
                .timeout(settings.lookupLimit().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(answer -> answered(asked, answer, now));
    }

    private Map<WriteKeyHash, Promise<Optional<KeyGrant>>> takeSome() {
        Map<WriteKeyHash, Promise<Optional<KeyGrant>>> some = new LinkedHashMap<>();
        for (var entries = waiting.entrySet().iterator();
                entries.hasNext() && some.size() < MOST_KEYS; ) {
            var entry = entries.next();
            some.put(entry.getKey(), entry.getValue());
            again.remove(entry.getKey());
            entries.remove();
        }
        for (Iterator<WriteKeyHash> keys = again.iterator();
                keys.hasNext() && some.size() < MOST_KEYS; ) {
            some.put(keys.next(), Promise.promise());
            keys.remove();
        }
        return some;
    }

    private void answered(
            Map<WriteKeyHash, Promise<Optional<KeyGrant>>> asked,
            AsyncResult<Map<WriteKeyHash, KeyGrant>> answer,
            long askedAt) {
        note(answer);
        // The next one waits a moment: more come together meanwhile.
        vertx.setTimer(
                PAUSE_MILLIS,
                later -> {
                    synchronized (this) {
                        busy = false;
                    }
                    next();
                });
        asked.forEach(
                (key, promise) -> {
                    if (answer.succeeded()) {
                        Optional<KeyGrant> grant = Optional.ofNullable(answer.result().get(key));
                        learner.learn(key, grant, askedAt);
                        promise.complete(grant);
                    } else {
                        promise.fail(answer.cause());
                    }
                });
    }

    private synchronized void note(AsyncResult<?> answer) {
        if (answer.failed() && !away) {
            LOG.atWarn()
                    .addKeyValue("reason", String.valueOf(answer.cause()))
                    .log("registry does not tell whose write keys these are; known ones go on");
        } else if (answer.succeeded() && away) {
            LOG.atInfo().log("registry tells whose write keys these are again");
        }
        away = answer.failed();
    }
}
