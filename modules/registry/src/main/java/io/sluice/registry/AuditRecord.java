package io.sluice.registry;

import java.time.Instant;

/**
 * A change on record.
 *
 * @param number counts up, perhaps with gaps
 * @param at by the registry's clock
 */
public record AuditRecord(long number, Instant at, AuditNote note) {}
