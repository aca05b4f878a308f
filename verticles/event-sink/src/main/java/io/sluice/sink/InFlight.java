package io.sluice.sink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of bodies that this process holds and has not answered, and of what it knows about
 * them. Thread-safe.
 */
final class InFlight {
    private final long limit;
    private final AtomicLong held = new AtomicLong();

    InFlight(long limit) {
        this.limit = limit;
    }

    /** Takes room for so many bytes; false, and nothing taken, if there is none. */
    boolean reserve(long bytes) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    /**
     * Takes more for a request that holds {@code mine} already. The only one in flight may go over
     * the limit: it could never be taken otherwise.
     */
    boolean reserveMore(long bytes, long mine) {
        long before = held.getAndAdd(bytes);
        if (before + bytes > limit && before > mine) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    long bytes() {
        return held.get();
    }
}
