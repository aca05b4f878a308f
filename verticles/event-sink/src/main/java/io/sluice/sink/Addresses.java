package io.sluice.sink;

import java.util.concurrent.ConcurrentHashMap;

/** How many connections each address has, in this process. Thread-safe. */
final class Addresses {
    private final int limit;
    private final ConcurrentHashMap<String, Integer> open = new ConcurrentHashMap<>();

    /**
     * @param limit connections at once from one address
     */
    Addresses(int limit) {
        this.limit = limit;
    }

    /** Counts one more; false if that is too many. Either way {@link #closed} has to follow. */
    boolean opened(String address) {
        return open.merge(address, 1, Integer::sum) <= limit;
    }

    void closed(String address) {
        open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
