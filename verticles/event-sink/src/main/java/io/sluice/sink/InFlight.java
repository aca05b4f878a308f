package io.sluice.sink;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of bodies that this process holds and has not answered, and of what it knows about
 * them. An app may hold so many times what is free: one alone gets its share, several share the
 * room, and none takes the last of it. Thread-safe.
 */
final class InFlight {
    /** What became of a request for room. */
    enum Result {
        TAKEN,
        /** All of it is taken. */
        FULL,
        /** The app has its share. */
        SHARE_USED
    }

    private final long limit;
    private final double timesFree;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param limit bytes in all
     * @param sharePercent of them that an app may hold if it is alone; 100 for all, whoever else
     *     there is
     */
    InFlight(long limit, int sharePercent) {
        this.limit = limit;
        this.timesFree =
                sharePercent == 100 ? Double.MAX_VALUE : sharePercent / (100.0 - sharePercent);
    }

    /**
     * Takes room for so many bytes of an app, or nothing. The only request of an app is taken if
     * there is room at all.
     *
     * @param own bytes that the request holds already
     */
    Result reserve(Tenant tenant, long bytes, long own) {
        long before = held.getAndAdd(bytes);
        if (before + bytes > limit) {
            held.addAndGet(-bytes);
            return Result.FULL;
        }
        long mine = tenant.held().getAndAdd(bytes);
        if (mine > own && mine + bytes > timesFree * (limit - before)) {
            release(tenant, bytes);
            return Result.SHARE_USED;
        }
        return Result.TAKEN;
    }

    /**
     * Takes more for a request that holds {@code own} already. The only one in flight may go over
     * the limit: it could never be taken otherwise.
     */
    boolean reserveMore(Tenant tenant, long bytes, long own) {
        long before = held.getAndAdd(bytes);
        if (before + bytes > limit && before > own) {
            held.addAndGet(-bytes);
            return false;
        }
        tenant.held().addAndGet(bytes);
        return true;
    }

    void release(Tenant tenant, long bytes) {
        tenant.held().addAndGet(-bytes);
        held.addAndGet(-bytes);
    }

    long bytes() {
        return held.get();
    }
}
