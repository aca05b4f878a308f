package io.sluice.warehouse;

/**
 * Sums over the ledger of an app.
 *
 * @param units units loaded
 * @param rows lines in their files: {@code loaded + duplicates} and those that were refused
 * @param loaded rows that the tables got
 * @param duplicates rows left out because their id was there already
 */
public record LedgerSums(long units, long rows, long loaded, long duplicates) {}
