package io.sluice.loadtest.measure;

import java.util.Arrays;

/** Times of many events, all of them kept: quantiles are exact. One thread. */
public final class Latencies {
    private long[] nanos = new long[1 << 16];
    private int count;

    /** Adds one. */
    public void add(long nanosTaken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = nanosTaken;
    }

    public int count() {
        return count;
    }

    /**
     * The time within which this part of all events was done, in milliseconds.
     *
     * @param part 0.99 for p99
     */
    public double millis(double part) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        Arrays.sort(nanos, 0, count);
        return nanos[Math.min(count - 1, (int) (count * part))] / 1e6;
    }
}
