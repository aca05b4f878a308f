package io.sluice.console.live;

import java.util.Map;
import java.util.UUID;

/**
 * The sum of a counter of processes that come and go: what it has grown by since each was first
 * heard of. A process that was silent begins anew. On one event loop.
 */
final class Totals {
    private Map<UUID, Long> last = Map.of();
    private long sum;

    /** The sum after these counts; other processes are gone. */
    long plus(Map<UUID, Long> counts) {
        counts.forEach(
                (process, count) -> sum += Math.max(0, count - last.getOrDefault(process, count)));
        last = Map.copyOf(counts);
        return sum;
    }
}
