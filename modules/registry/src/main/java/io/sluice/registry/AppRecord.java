package io.sluice.registry;

import java.time.Instant;

/**
 * An app.
 *
 * @param revision counts the changes of its settings, from 1 up
 * @param createdAt by the registry's clock
 * @param changedAt when its settings or keys were last changed, by the registry's clock
 */
public record AppRecord(
        String name, AppSettings settings, int revision, Instant createdAt, Instant changedAt) {}
