package io.sluice.warehouse;

import java.util.UUID;

/**
 * What became of a unit, as its ledger row says.
 *
 * @param unit the unit
 * @param skipped whether an earlier transaction had loaded it already
 * @param rows lines in its files: {@code loaded + duplicates + refused()}
 * @param loaded rows that the table got
 * @param duplicates rows left out because their id was there already
 */
public record UnitOutcome(UUID unit, boolean skipped, long rows, long loaded, long duplicates) {
    /** Rows left out because the warehouse refuses them; it has a record of each. */
    public long refused() {
        return rows - loaded - duplicates;
    }
}
