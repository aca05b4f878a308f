package io.sluice.loader;

/**
 * A unit that is loaded or parked.
 *
 * @param refused rows that it was loaded without, each to become a dead letter
 */
record Finished(QueuedUnit unit, long refused) {}
