package io.sluice.schema;

/** The type of a column before a warehouse gives it its own name. */
public sealed interface LogicalType {
    /** true and false. */
    record Bool() implements LogicalType {}

    /** Whole numbers from -2^63 to 2^63-1. */
    record BigInt() implements LogicalType {}

    /** Numbers that are each their own shortest IEEE 754 double. */
    record DoublePrecision() implements LogicalType {}

    /** Exact numbers of up to 38 digits, of which {@code scale} follow the point: 0, 9 or 18. */
    record Decimal(int scale) implements LogicalType {}

    /** Instants, kept to the microsecond, years 1 to 9999. */
    record Instant() implements LogicalType {}

    /**
     * Text of up to {@code maxBytes} bytes of UTF-8: 256, 1024, 4096, 16384, 65535 or unlimited.
     */
    record Varchar(int maxBytes) implements LogicalType {
        /** Longer than any VARCHAR that Redshift has. */
        public static final int UNLIMITED = Integer.MAX_VALUE;
    }

    /** JSON text: SUPER in Redshift. */
    record Json() implements LogicalType {}
}
