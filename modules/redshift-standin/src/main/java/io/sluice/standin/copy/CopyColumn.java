package io.sluice.standin.copy;

/**
 * A column of the table that COPY loads.
 *
 * @param name lower case
 */
public record CopyColumn(String name, ColumnType type, boolean notNull) {}
