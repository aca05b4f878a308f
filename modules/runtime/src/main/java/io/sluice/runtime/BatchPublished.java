package io.sluice.runtime;

import io.sluice.rows.LoadUnit;

import java.util.List;

/**
 * Published on the event bus when a batch's Kafka transaction has committed. A hint: the topic of
 * loads is the truth.
 *
 * @param units the units of the batch, one for each table
 */
public record BatchPublished(List<LoadUnit> units) {
    public static final String ADDRESS = "sluice.batch-published";

    public BatchPublished {
        units = List.copyOf(units);
    }
}
