package io.sluice.sink;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of bodies that this process holds and has not answered. Thread-safe. */
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

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    long bytes() {
        return held.get();
    }
}
