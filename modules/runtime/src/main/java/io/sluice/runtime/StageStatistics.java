package io.sluice.runtime;

import java.time.Instant;

/**
 * What one instance of a stage has done since it started: published now and then on the event bus.
 *
 * @param stage the role, such as {@code sqlizer}
 * @param instance which instance of it
 * @param in things taken in; {@code in = out + rejected} once nothing is under way
 * @param out things handed on
 * @param rejected things set aside as dead letters
 * @param at when this was counted
 */
public record StageStatistics(
        String stage, String instance, long in, long out, long rejected, Instant at) {
    public static final String ADDRESS = "sluice.statistics";
}
