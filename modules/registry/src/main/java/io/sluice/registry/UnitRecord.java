package io.sluice.registry;

import io.sluice.rows.LoadUnit;

import java.time.Instant;

/**
 * A load unit as the registry knows it.
 *
 * @param reason why it was parked, or empty
 * @param changedAt when it came into this state
 */
public record UnitRecord(LoadUnit unit, State state, String reason, Instant changedAt) {
    /** The life of a unit. */
    public enum State {
        PUBLISHED,
        LOADED,
        PARKED
    }
}
