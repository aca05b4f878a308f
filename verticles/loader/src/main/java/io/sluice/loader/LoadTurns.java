package io.sluice.loader;

import io.sluice.warehouse.Warehouse;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who may load now, among all instances of a process: as many transactions as there are
 * connections, and one at a time of those that need the same shard of the ledger, as the second
 * would only hold a connection while it waits for the lock. Tables that load alone, for they are
 * large or slow, leave one connection to the others. Fair and thread-safe.
 */
public final class LoadTurns {
    private final Semaphore connections;
    private final Semaphore alone;
    private final Semaphore[] shards;

    /**
     * @param connections loads at once
     */
    public LoadTurns(int connections) {
        this.connections = new Semaphore(connections, true);
        this.alone = new Semaphore(Math.max(1, connections - 1), true);
        this.shards =
                Stream.generate(() -> new Semaphore(1, true))
                        .limit(Warehouse.LEDGER_SHARDS)
                        .toArray(Semaphore[]::new);
    }

    /** Waits for a turn of tables that go together, and does the work in it. */
    <T> T together(int shard, Supplier<T> work) throws InterruptedException {
        shards[shard].acquire();
        try {
            connections.acquire();
            try {
                return work.get();
            } finally {
                connections.release();
            }
        } finally {
            shards[shard].release();
        }
    }

    /** The same of a table that goes alone. */
    <T> T alone(int shard, Supplier<T> work) throws InterruptedException {
        alone.acquire();
        try {
            return together(shard, work);
        } finally {
            alone.release();
        }
    }
}
