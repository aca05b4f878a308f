package io.sluice.registry;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a page of units ended: its last unit.
 *
 * @param changedAt when that came into its state
 */
public record UnitCursor(Instant changedAt, UUID unit) {}
