package io.sluice.registry;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.Optional;

/**
 * What a {@link CachedRegistry} knows of write keys. A key that opened a door goes on doing so
 * while it is looked up again, and while the registry cannot be reached: the door depends on Kafka
 * alone. Thread-safe.
 */
final class KeyCache {
    /** How long a key is taken as known. */
    private static final Duration FRESH = Duration.ofSeconds(60);

    /** How long an unknown key is taken as unknown. */
    private static final Duration FRESH_UNKNOWN = Duration.ofSeconds(2);

    private record Entry(Optional<String> app, long readAt) {
        boolean isFresh() {
            Duration limit = app.isPresent() ? FRESH : FRESH_UNKNOWN;
            return System.nanoTime() - readAt < limit.toNanos();
        }
    }

    private final Registry registry;
    // Looked up by a hash of the secret: time tells nothing of the secret itself.
    private final Bounded<WriteKeyHash, Entry> known;
    // Apart, so that a flood of wrong keys does not drive out the right ones.
    private final Bounded<WriteKeyHash, Entry> unknown;
    private final Flights<WriteKeyHash, Optional<String>> flights = new Flights<>();

    KeyCache(Registry registry, int size) {
        this.registry = registry;
        this.known = new Bounded<>(size);
        this.unknown = new Bounded<>(size);
    }

    Future<Optional<String>> appOf(WriteKeyHash key) {
        Entry entry = known.get(key);
        if (entry != null) {
            if (!entry.isFresh()) {
                ask(key);
            }
            return Future.succeededFuture(entry.app());
        }
        Entry denied = unknown.get(key);
        return denied != null && denied.isFresh() ? Future.succeededFuture(denied.app()) : ask(key);
    }

    void learn(WriteKeyHash key, String app) {
        note(key, Optional.of(app));
    }

    private Future<Optional<String>> ask(WriteKeyHash key) {
        return flights.ask(key, () -> registry.appOf(key).onSuccess(app -> note(key, app)));
    }

    private void note(WriteKeyHash key, Optional<String> app) {
        Entry entry = new Entry(app, System.nanoTime());
        if (app.isPresent()) {
            unknown.remove(key);
            known.put(key, entry);
        } else {
            known.remove(key);
            unknown.put(key, entry);
        }
    }
}
