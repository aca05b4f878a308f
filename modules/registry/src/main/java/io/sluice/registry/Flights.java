package io.sluice.registry;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One question at a time for one key: whoever asks meanwhile gets the same answer. Thread-safe. */
final class Flights<K, V> {
    private final ConcurrentHashMap<K, Future<V>> open = new ConcurrentHashMap<>();

    Future<V> ask(K key, Supplier<Future<V>> question) {
        Promise<V> promise = Promise.promise();
        Future<V> asked = open.putIfAbsent(key, promise.future());
        if (asked != null) {
            return asked;
        }
        question.get().onComplete(promise);
        return promise.future().onComplete(answer -> open.remove(key));
    }
}
