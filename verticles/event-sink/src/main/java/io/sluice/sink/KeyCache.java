package io.sluice.sink;

import io.sluice.registry.AppDirectory;
import io.sluice.registry.KeyGrant;
import io.sluice.registry.News;
import io.sluice.registry.WriteKeyHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Remembers which app a write key belongs to, so that a request costs no query. All known keys are
 * read again now and then, and those of an app when there is news of it. While the registry is away
 * known keys go on opening the door for a set time. Thread-safe, one per process.
 *
 * <p>Keys are looked up and compared by their SHA-256, the comparison taking the same time wherever
 * two differ: neither tells anything of a key.
 */
final class KeyCache {
    /**
     * @param hash of the key
     * @param readAt when the registry was last asked, in nanoseconds
     * @param validFor how long it goes on from then, in nanoseconds
     */
    private record Known(WriteKeyHash hash, Tenant tenant, long readAt, long validFor) {
        boolean holds(long now, Duration grace) {
            long age = now - readAt;
            return age < validFor && age <= grace.toNanos();
        }
    }

    private final SinkSettings.Keys settings;
    private final Tenants tenants;
    private final LongSupplier clock;
    private final KeyLookups lookups;
    private final Map<WriteKeyHash, Known> known = new ConcurrentHashMap<>();

    /** Keys that open nothing, and when that was learnt. Apart: a flood of them drives out none. */
    private final Map<WriteKeyHash, Long> unknown;

    /**
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    KeyCache(
            Vertx vertx,
            AppDirectory registry,
            SinkSettings.Keys settings,
            Tenants tenants,
            LongSupplier clock) {
        this.settings = settings;
        this.tenants = tenants;
        this.clock = clock;
        this.lookups = new KeyLookups(vertx, registry, settings, clock, this::learn);
        this.unknown = bounded(settings.cacheSize());
    }

    /** What the key opens. Completes at once where it is remembered, else on another thread. */
    Future<Access> access(String key) {
        WriteKeyHash hash = WriteKeyHash.of(key);
        long now = clock.getAsLong();
        Known entry = known.get(hash);
        if (entry != null && entry.hash().matches(hash) && entry.holds(now, settings.grace())) {
            return Future.succeededFuture(new Access.Granted(entry.tenant()));
        }
        if (entry == null && isUnknown(hash, now)) {
            return Future.succeededFuture(new Access.Denied());
        }
        return lookups.ask(hash)
                .map(grant -> grant.map(this::granted).orElseGet(Access.Denied::new))
                .recover(failed -> Future.succeededFuture(new Access.Unknown(reason(failed))));
    }

    private Access granted(KeyGrant grant) {
        return new Access.Granted(tenants.of(grant, clock.getAsLong()));
    }

    private static String reason(Throwable failed) {
        String told = failed.getMessage();
        return told == null ? "the registry does not answer" : told;
    }

    /** Takes note of what changed in the registry. */
    void heard(News news) {
        switch (news) {
            case News.App(String app) -> {
                forgetUnknown();
                askAgain(Optional.of(app));
            }
            case News.Missed missed -> {
                forgetUnknown();
                askAgain(Optional.empty());
            }
            case News.Table table -> {
                // Says nothing of keys.
            }
        }
    }

    /** Reads all known keys again; to be called now and then. */
    void refresh() {
        askAgain(Optional.empty());
    }

    private void askAgain(Optional<String> app) {
        List<WriteKeyHash> due = new ArrayList<>();
        for (Known entry : known.values()) {
            if (app.isEmpty() || app.get().equals(entry.tenant().app())) {
                due.add(entry.hash());
            }
        }
        if (!due.isEmpty()) {
            lookups.askAgain(due);
        }
    }

    private void learn(WriteKeyHash key, Optional<KeyGrant> grant, long now) {
        if (grant.isEmpty()) {
            known.remove(key);
            synchronized (unknown) {
                unknown.put(key, now);
            }
            return;
        }
        long validFor = grant.get().validFor().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        known.put(key, new Known(key, tenants.of(grant.get(), now), now, validFor));
        Iterator<WriteKeyHash> some = known.keySet().iterator();
        while (known.size() > settings.cacheSize() && some.hasNext()) {
            WriteKeyHash one = some.next();
            if (!one.equals(key)) {
                known.remove(one);
            }
        }
    }

    private boolean isUnknown(WriteKeyHash hash, long now) {
        synchronized (unknown) {
            Long at = unknown.get(hash);
            return at != null && now - at < settings.unknownTtl().toNanos();
        }
    }

    private void forgetUnknown() {
        synchronized (unknown) {
            unknown.clear();
        }
    }

    /** Keys that are remembered. */
    int size() {
        return known.size();
    }

    /** Statements that the registry was sent. */
    long lookups() {
        return lookups.statements();
    }

    /** A map that forgets what it learnt first. */
    private static Map<WriteKeyHash, Long> bounded(int size) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<WriteKeyHash, Long> eldest) {
                return size() > size;
            }
        };
    }
}
