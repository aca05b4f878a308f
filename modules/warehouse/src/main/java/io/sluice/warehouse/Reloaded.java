package io.sluice.warehouse;

import java.math.BigDecimal;

/**
 * What rebuilding rows from batch files did.
 *
 * @param table its name
 * @param version the schema version that it has
 * @param units whose files were read
 * @param before what the time range held, before
 * @param after what it holds now
 */
public record Reloaded(String table, int version, int units, Content before, Content after) {
    /**
     * Rows, and a sum over a hash of each: equal sums of equal counts mean equal rows, whatever
     * their order.
     */
    public record Content(long rows, BigDecimal checksum) {}

    /** Hears how far the reading of files is. */
    @FunctionalInterface
    public interface Progress {
        void read(int units, int of);
    }

    /** True if the rows were what the batch files say. */
    public boolean same() {
        return before.equals(after);
    }
}
