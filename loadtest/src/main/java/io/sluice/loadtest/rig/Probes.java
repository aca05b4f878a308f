package io.sluice.loadtest.rig;

import io.sluice.loadtest.measure.Latencies;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/**
 * Events with a number in the column {@code probe}, and a thread that looks for their rows in all
 * tables, again and again. An index on that column, which holds the probes alone, makes a look
 * cheap; it makes a load a little slower, never faster. The time of a look's end counts, so ages
 * are never too short.
 */
public final class Probes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 10;

    private final WarehouseView view;
    private final int types;
    private final long first;
    private final Latencies ages = new Latencies();
    private final ExecutorService looker = Executors.newSingleThreadExecutor();
    private List<String> tables = List.of();
    private AtomicLongArray acceptedAt = new AtomicLongArray(0);
    private AtomicLongArray seenAt = new AtomicLongArray(0);
    private CompletableFuture<Void> allSeen = new CompletableFuture<>();

    /**
     * Probes that count from a number on.
     *
     * @param types of events, so tables in the end
     * @param first above all numbers of earlier probes in the same tables
     */
    public Probes(WarehouseView view, int types, long first) {
        this.types = types;
        this.view = view;
        this.first = first;
    }

    /** The number of the first probe. */
    public long first() {
        return first;
    }

    /** Begins to look for so many. */
    public void start(int count) {
        acceptedAt = new AtomicLongArray(count);
        seenAt = new AtomicLongArray(count);
        allSeen = CompletableFuture.runAsync(this::look, looker);
    }

    /** The door has answered 202 for the probe of this place, from 0. */
    public void accepted(int number, long nanoTime) {
        acceptedAt.set(number, nanoTime);
    }

    /** Returns when the row of each was seen. */
    public void awaitAll() throws InterruptedException, ExecutionException {
        try {
            allSeen.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IllegalStateException("some probes have no row after " + PATIENCE, late);
        }
        for (int i = 0; i < seenAt.length(); i++) {
            // The row may be there before the answer is read.
            ages.add(Math.max(0, seenAt.get(i) - acceptedAt.get(i)));
        }
    }

    /** From answer to row, of each, once all were seen. */
    public Latencies ages() {
        return ages;
    }

    private void look() {
        try {
            int lowest = 0;
            while (lowest < seenAt.length() && !looker.isShutdown()) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
                if (!prepared().isEmpty()) {
                    see(view.texts(query(tables, first + lowest)));
                }
                while (lowest < seenAt.length() && seenAt.get(lowest) != 0) {
                    lowest++;
                }
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the warehouse cannot be looked at", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void see(List<String> probes) {
        long now = System.nanoTime();
        for (String probe : probes) {
            int number = (int) (Long.parseLong(probe) - first);
            seenAt.compareAndSet(number, 0, now);
        }
    }

    private static String query(List<String> tables, long lowest) {
        return tables.stream()
                .map(it -> "SELECT probe FROM bench.\"" + it + "\" WHERE probe >= " + lowest)
                .collect(Collectors.joining(" UNION ALL "));
    }

    /** The tables that have the column, each with its index; asks until all types have theirs. */
    private List<String> prepared() throws SQLException {
        if (tables.size() < types) {
            tables =
                    view.texts(
                            "SELECT table_name FROM information_schema.columns WHERE table_schema"
                                    + " = 'bench' AND column_name = 'probe' ORDER BY 1");
            for (String table : tables) {
                view.execute(
                        ("CREATE INDEX IF NOT EXISTS \"probe_%1$s\" ON bench.\"%1$s\" (probe)"
                                        + " WHERE probe IS NOT NULL")
                                .formatted(table));
            }
        }
        return tables;
    }

    @Override
    public void close() {
        looker.shutdownNow();
    }
}
