package io.sluice.sink;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.KeyGrant;
import io.sluice.registry.WriteKeyHash;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Remembers which app a write key belongs to, so that a request costs no query. A known key is
 * asked for again in the background once its time is over, and goes on working for a set time while
 * the registry is away. Thread-safe, one per process.
 *
 * <p>Keys are looked up and compared by their SHA-256, the comparison taking the same time wherever
 * two differ: neither tells anything of a key.
 */
final class KeyCache {
    private record Remembered(String hex, Optional<String> app, long askedAt, long answeredAt) {}

    private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);
    private final AppDirectory registry;
    private final SinkSettings.Keys settings;
    private final InstantSource clock;
    private final Map<String, Remembered> known;
    private final Map<String, Remembered> unknown;
    private final Map<String, Future<Access>> asking = new ConcurrentHashMap<>();

    KeyCache(AppDirectory registry, SinkSettings.Keys settings, InstantSource clock) {
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
        this.known = bounded(settings.cacheSize());
        this.unknown = bounded(settings.cacheSize());
    }

    /** What the key opens. Completes at once where it is remembered, else on another thread. */
    Future<Access> access(String key) {
        WriteKeyHash hash = WriteKeyHash.of(key);
        long now = clock.millis();
        Optional<Remembered> entry = find(known, hash);
        if (entry.isPresent() && now - entry.get().answeredAt() <= settings.grace().toMillis()) {
            if (now - entry.get().askedAt() >= settings.ttl().toMillis()) {
                refresh(entry.get(), hash, now);
            }
            return granted(entry.get());
        }
        Optional<Remembered> miss = find(unknown, hash);
        if (miss.isPresent() && now - miss.get().askedAt() < settings.unknownTtl().toMillis()) {
            return Future.succeededFuture(new Access.Denied());
        }
        return ask(hash);
    }

    private static Future<Access> granted(Remembered entry) {
        return Future.succeededFuture(new Access.Granted(entry.app().orElseThrow()));
    }

    private void refresh(Remembered entry, WriteKeyHash hash, long now) {
        // Noted first: a registry that is away is not asked again before the next turn.
        Remembered asked = new Remembered(entry.hex(), entry.app(), now, entry.answeredAt());
        put(known, asked);
        ask(hash);
    }

    private Future<Access> ask(WriteKeyHash hash) {
        if (asking.size() >= settings.maxLookups() && !asking.containsKey(hash.hex())) {
            return Future.succeededFuture(new Access.Unknown("too many keys are being looked up"));
        }
        Promise<Access> promise = Promise.promise();
        Future<Access> other = asking.putIfAbsent(hash.hex(), promise.future());
        if (other != null) {
            return other;
        }
        lookup(hash)
                .onComplete(
                        answer -> {
                            asking.remove(hash.hex());
                            promise.complete(
                                    answer.succeeded()
                                            ? remember(hash, answer.result())
                                            : unanswered(answer.cause()));
                        });
        return promise.future();
    }

    private Future<Optional<String>> lookup(WriteKeyHash hash) {
        Duration limit = settings.lookupLimit();
        return Future.<Void>succeededFuture()
                .compose(start -> registry.grants(List.of(hash)))
                .map(found -> Optional.ofNullable(found.get(hash)).map(KeyGrant::app))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Access remember(WriteKeyHash hash, Optional<String> app) {
        long now = clock.millis();
        Remembered entry = new Remembered(hash.hex(), app, now, now);
        if (app.isPresent()) {
            put(known, entry);
            return new Access.Granted(app.get());
        }
        synchronized (known) {
            known.remove(hash.hex());
        }
        put(unknown, entry);
        return new Access.Denied();
    }

    private static Access unanswered(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("reason", cause.toString())
                .log("registry did not tell whose write key this is; known keys go on working");
        return new Access.Unknown("the registry does not answer");
    }

    private static Optional<Remembered> find(Map<String, Remembered> entries, WriteKeyHash hash) {
        Remembered entry;
        synchronized (entries) {
            entry = entries.get(hash.hex());
        }
        return Optional.ofNullable(entry).filter(found -> same(found.hex(), hash.hex()));
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private static void put(Map<String, Remembered> entries, Remembered entry) {
        synchronized (entries) {
            entries.put(entry.hex(), entry);
        }
    }

    /** A map that forgets what was not used for the longest time. */
    private static Map<String, Remembered> bounded(int size) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
                return size() > size;
            }
        };
    }
}
