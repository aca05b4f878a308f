package io.sluice.sink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A rate that may be exceeded for a moment. What a request takes is known only when its body has
 * been read, so it is taken afterwards, and a bucket may go into debt: the next request waits until
 * it is paid. So over time the rate holds, however large a single body is. Thread-safe, without a
 * lock.
 *
 * <p>It keeps one number: the moment until which all that was taken would have come at the rate.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final long rate;
    private final double nanosPerToken;
    private final long burstNanos;
    private final AtomicLong paidUntil;

    /**
     * @param rate tokens a second, 1 or more
     * @param burstNanos for how long the rate may be saved up
     * @param nowNanos of {@link System#nanoTime}; the bucket is full then
     */
    TokenBucket(long rate, long burstNanos, long nowNanos) {
        this.rate = rate;
        this.nanosPerToken = NANOS / rate;
        this.burstNanos = burstNanos;
        this.paidUntil = new AtomicLong(nowNanos);
    }

    /** Tokens a second. */
    long rate() {
        return rate;
    }

    /** How long to wait before more may be taken, in nanoseconds; 0 or less: not at all. */
    long waitNanos(long nowNanos) {
        return paidUntil.get() - nowNanos - burstNanos;
    }

    /** Takes so many, whether they are there or not. */
    void take(long tokens, long nowNanos) {
        long cost = (long) Math.min(tokens * nanosPerToken, Long.MAX_VALUE / 4.0);
        paidUntil.updateAndGet(until -> later(until, nowNanos) + cost);
    }

    /** Gives back what was taken for nothing. */
    void giveBack(long tokens) {
        paidUntil.addAndGet(-(long) Math.min(tokens * nanosPerToken, Long.MAX_VALUE / 4.0));
    }

    /** Of two moments of a clock that may wrap around. */
    private static long later(long a, long b) {
        return a - b > 0 ? a : b;
    }
}
