package io.sluice.schema;

import io.sluice.events.Origin;

import java.time.Instant;

/**
 * Why a schema version exists.
 *
 * @param cause the first event that needed it
 * @param instance the instance that proposed it
 * @param at when it was proposed
 */
public record Lineage(Origin cause, String instance, Instant at) {}
