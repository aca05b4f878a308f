package io.sluice.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.sluice.events.RejectCode;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What event-sink counts, and the names of it. Thread-safe, one per process.
 *
 * <pre>
 * sluice.sink.events.in = sluice.sink.events.out + sluice.sink.events.rejected (over all codes)
 *                         + those of requests that were answered 503 after the check
 * </pre>
 */
final class SinkMetrics {
    private final MeterRegistry registry;
    private final Counter in;
    private final Counter out;
    private final Map<RejectCode, Counter> rejected = new EnumMap<>(RejectCode.class);
    private final Counter bytes;
    private final DistributionSummary chunkBytes;
    private final DistributionSummary chunkEvents;
    private final Timer waiting;
    private final Timer working;
    private final Map<Integer, Counter> answers = new ConcurrentHashMap<>();
    private final Map<Tenant.Limit, Counter> limited = new EnumMap<>(Tenant.Limit.class);
    private final Counter turnedAway;
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder totalIn = new LongAdder();
    private final LongAdder totalOut = new LongAdder();
    private final LongAdder totalRejected = new LongAdder();

    SinkMetrics(MeterRegistry registry, InFlight inFlight, KeyCache keys) {
        this.registry = registry;
        in = registry.counter("sluice.sink.events.in");
        out = registry.counter("sluice.sink.events.out");
        for (RejectCode code : RejectCode.values()) {
            rejected.put(
                    code, registry.counter("sluice.sink.events.rejected", "code", code.code()));
        }
        for (Tenant.Limit limit : Tenant.Limit.values()) {
            limited.put(limit, registry.counter("sluice.sink.limited", "limit", limit.code()));
        }
        turnedAway = registry.counter("sluice.sink.connections.turned.away");
        registry.gauge("sluice.sink.keys.known", keys, KeyCache::size);
        registry.more().counter("sluice.sink.keys.lookups", Tags.empty(), keys, KeyCache::lookups);
        bytes = registry.counter("sluice.sink.bytes.in");
        chunkBytes = registry.summary("sluice.sink.chunk.bytes");
        chunkEvents = registry.summary("sluice.sink.chunk.events");
        waiting = registry.timer("sluice.sink.kafka.waiting");
        working = registry.timer("sluice.sink.check.working");
        registry.gauge("sluice.sink.connections", connections);
        registry.gauge("sluice.sink.inflight.bytes", inFlight, InFlight::bytes);
    }

    /** A body of events was checked. */
    void checked(long bodyBytes, CheckedBody body, long nanos) {
        bytes.increment((double) bodyBytes);
        int events = body.accepted() + body.refused().size();
        in.increment(events);
        totalIn.add(events);
        totalRejected.add(body.refused().size());
        for (Refusal refusal : body.refused()) {
            count(refusal.code());
        }
        working.record(Duration.ofNanos(nanos));
    }

    private void count(RejectCode code) {
        Counter counter = rejected.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Kafka has acknowledged a chunk. */
    void acknowledged(int events, int valueBytes, long nanos) {
        out.increment(events);
        totalOut.add(events);
        chunkBytes.record(valueBytes);
        chunkEvents.record(events);
        waiting.record(Duration.ofNanos(nanos));
    }

    void answered(int status) {
        answers.computeIfAbsent(
                        status,
                        code ->
                                registry.counter(
                                        "sluice.sink.requests", "code", Integer.toString(code)))
                .increment();
    }

    /** An app has run into a limit of its own, and is answered 429. */
    void limited(Tenant.Limit limit) {
        Counter counter = limited.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }

    /** A connection was one too many. */
    void turnedAway() {
        turnedAway.increment();
    }

    /** Counts a connection in; gives how many there are now. */
    int connected() {
        return connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    long totalIn() {
        return totalIn.sum();
    }

    long totalOut() {
        return totalOut.sum();
    }

    long totalRejected() {
        return totalRejected.sum();
    }
}
