package io.sluice.batcher;

import io.sluice.registry.Registry;
import io.sluice.schema.TableSchema;
import io.sluice.schema.TableUid;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Schema versions out of the registry, which never change once they exist. Nothing here waits
 * longer than told, and an outage of the registry is no exception: the answer stays {@link Unknown}
 * and is asked for again. For the thread of one poll loop only.
 */
final class KnownVersions {
    private static final Logger log = LoggerFactory.getLogger(KnownVersions.class);

    /** A version of a table. */
    record VersionKey(TableUid table, int version) {}

    /** What is known of a version. */
    sealed interface Answer {}

    /** It exists; its fingerprint is computed once. */
    record Found(TableSchema schema, long fingerprint) implements Answer {}

    /** The registry has no such version. */
    record None(long atNanos) implements Answer {}

    /** Not asked yet, or not answered. */
    record Unknown() implements Answer {}

    private final Registry registry;
    private final BatcherSettings.Lookup limits;
    private final Map<VersionKey, Answer> answers;
    private final Map<VersionKey, CompletableFuture<Optional<TableSchema>>> asked = new HashMap<>();
    private final Map<VersionKey, Long> askAgainNanos = new HashMap<>();
    private boolean failing;

    KnownVersions(Registry registry, BatcherSettings.Lookup limits) {
        this.registry = registry;
        this.limits = limits;
        this.answers =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<VersionKey, Answer> eldest) {
                        return size() > limits.cached();
                    }
                };
    }

    /** What is known now. */
    Answer find(VersionKey key) {
        Answer answer = answers.getOrDefault(key, new Unknown());
        boolean stale =
                answer instanceof None none
                        && System.nanoTime() - none.atNanos() > limits.retry().toNanos();
        return stale ? new Unknown() : answer;
    }

    /**
     * Asks for those that are not known, and waits for the answers, but not longer than allowed.
     */
    void ask(Collection<VersionKey> keys) throws InterruptedException {
        askWithoutWaiting(keys);
        if (asked.isEmpty()) {
            return;
        }
        CompletableFuture<Void> all =
                CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new));
        try {
            all.get(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException seenInCollect) {
            log.atDebug().setMessage("Registry gave no answer in time").log();
        }
        collect();
    }

    /** Asks for those that are not known, and takes in the answers that have come. */
    void askWithoutWaiting(Collection<VersionKey> keys) {
        keys.forEach(this::ask);
        collect();
    }

    private void ask(VersionKey key) {
        long now = System.nanoTime();
        if (find(key) instanceof Unknown
                && !asked.containsKey(key)
                && now - askAgainNanos.getOrDefault(key, now) >= 0) {
            asked.put(
                    key,
                    registry.version(key.table(), key.version())
                            .toCompletionStage()
                            .toCompletableFuture());
        }
    }

    private void collect() {
        Iterator<Map.Entry<VersionKey, CompletableFuture<Optional<TableSchema>>>> each =
                asked.entrySet().iterator();
        while (each.hasNext()) {
            var entry = each.next();
            if (entry.getValue().isDone()) {
                each.remove();
                collect(entry.getKey(), entry.getValue());
            }
        }
    }

    private void collect(VersionKey key, CompletableFuture<Optional<TableSchema>> done) {
        if (done.isCompletedExceptionally()) {
            askAgainNanos.put(key, System.nanoTime() + limits.retry().toNanos());
            // Once for an outage, not once for every try.
            log.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .setMessage("Registry does not answer; rows of unknown versions wait")
                    .addKeyValue("table", key.table())
                    .addKeyValue("schemaVersion", key.version())
                    .setCause(done.exceptionNow())
                    .log();
            failing = true;
            return;
        }
        failing = false;
        askAgainNanos.remove(key);
        answers.put(
                key,
                done.resultNow()
                        .<Answer>map(schema -> new Found(schema, schema.fingerprint()))
                        .orElseGet(() -> new None(System.nanoTime())));
    }
}
