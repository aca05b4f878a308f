package io.sluice.registry;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One question at a time for one key: whoever asks meanwhile gets the same answer, each on the
 * context that it asked from. Thread-safe.
 */
final class Flights<K, V> {
    private final ConcurrentHashMap<K, Future<V>> open = new ConcurrentHashMap<>();

    Future<V> ask(K key, Supplier<Future<V>> question) {
        Promise<V> promise = Promise.promise();
        Future<V> asked = open.putIfAbsent(key, promise.future());
        if (asked != null) {
            return onCallersContext(asked);
        }
        Future<V> answer = Future.<Void>succeededFuture().compose(go -> question.get());
        answer.onComplete(
                result -> {
                    open.remove(key);
                    promise.handle(result);
                });
        return answer;
    }

    private static <V> Future<V> onCallersContext(Future<V> answer) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return answer;
        }
        Promise<V> here = Promise.promise();
        answer.onComplete(result -> context.runOnContext(now -> here.handle(result)));
        return here.future();
    }
}
