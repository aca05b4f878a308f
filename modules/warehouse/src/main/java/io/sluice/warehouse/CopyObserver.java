package io.sluice.warehouse;

import java.time.Duration;

/** Told of each unit that was copied, committed or not. Called on the thread of the load. */
@FunctionalInterface
public interface CopyObserver {
    /** Looks away. */
    CopyObserver NONE = (rows, took) -> {};

    /**
     * One unit.
     *
     * @param rows lines in its files
     * @param took the COPY, and taking out duplicates
     */
    void copied(long rows, Duration took);
}
