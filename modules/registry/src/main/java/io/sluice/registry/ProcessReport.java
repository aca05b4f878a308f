package io.sluice.registry;

import java.util.UUID;

/**
 * What a running process tells of itself, for those that show the whole.
 *
 * @param process of one start; another after a restart
 * @param part what it tells of: each part is overwritten by itself
 * @param told JSON
 */
public record ProcessReport(UUID process, String part, String told) {}
