package io.sluice.schema;

/** The warehouse whose limits rows are made for. */
public enum Fit {
    /**
     * Text and JSON of any size an event can have. A row has to fit a page: 8,160 bytes. Values up
     * to 24 bytes are never moved out of it, so 24 bytes a column is the worst (a longer one leaves
     * 18); about 250 are for the row's head and the system columns.
     */
    POSTGRESQL(325),
    /**
     * What {@link RedshiftLimits} says, and rows of {@value RedshiftLimits#ROW_BYTES} bytes. What
     * fits Redshift fits PostgreSQL, but for the number of columns.
     */
    // 1,600 is its limit; nine are the system's, and a widening needs some for a moment.
    REDSHIFT(1_580);

    private final int mostColumns;

    Fit(int mostColumns) {
        this.mostColumns = mostColumns;
    }

    /** Columns that a table may have at most beside the system columns. */
    public int mostColumns() {
        return mostColumns;
    }
}
