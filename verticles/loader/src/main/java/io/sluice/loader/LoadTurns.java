package io.sluice.loader;

import io.sluice.schema.TableUid;
import io.sluice.warehouse.Warehouse;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who may load now, among all instances of a process: as many tables as there are connections, and
 * of the tables that share a shard of the ledger one at a time, as the second would only hold a
 * connection while it waits for the lock. Fair and thread-safe.
 */
public final class LoadTurns {
    private final Semaphore connections;
    private final Semaphore[] shards;

    /**
     * @param connections loads at once
     */
    public LoadTurns(int connections) {
        this.connections = new Semaphore(connections, true);
        this.shards =
                Stream.generate(() -> new Semaphore(1, true))
                        .limit(Warehouse.LEDGER_SHARDS)
                        .toArray(Semaphore[]::new);
    }

    /** Waits for a turn of the table, and does the work in it. */
    <T> T within(TableUid table, Supplier<T> work) throws InterruptedException {
        Semaphore shard = shards[Warehouse.ledgerShard(table)];
        shard.acquire();
        try {
            connections.acquire();
            try {
                return work.get();
            } finally {
                connections.release();
            }
        } finally {
            shard.release();
        }
    }
}
