package io.sluice.standin.copy;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Takes the rows that COPY has read and checked. One thread. */
@FunctionalInterface
public interface RowSink {
    /**
     * One row.
     *
     * @param values a text for each column of the command in its order, as PostgreSQL's COPY takes
     *     it for the type that stands for Redshift's; null is NULL; reused after the call
     */
    void row(@Nullable String[] values) throws IOException;
}
