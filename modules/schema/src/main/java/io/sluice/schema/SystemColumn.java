package io.sluice.schema;

import java.util.Locale;

/** The columns that every event table has, first and in this order. */
public enum SystemColumn {
    /** The event's own id, or NULL. */
    _ID(new LogicalType.Varchar(256)),
    /** The event's ts. */
    _TS(new LogicalType.Instant()),
    /** When the door took it. */
    _RECEIVED_AT(new LogicalType.Instant()),
    /** The schema version it was encoded with. */
    _SCHEMA_VERSION(new LogicalType.BigInt()),
    /** With the next three: where its bytes lie. */
    _TOPIC(new LogicalType.Varchar(256)),
    _PARTITION(new LogicalType.BigInt()),
    _OFFSET(new LogicalType.BigInt()),
    _POSITION(new LogicalType.BigInt()),
    /** What has no column, as a JSON object from path to value; NULL where all has one. */
    _OVERFLOW(new LogicalType.Json());

    private final LogicalType type;
    private final String columnName = name().toLowerCase(Locale.ROOT);

    SystemColumn(LogicalType type) {
        this.type = type;
    }

    public LogicalType type() {
        return type;
    }

    public String columnName() {
        return columnName;
    }
}
