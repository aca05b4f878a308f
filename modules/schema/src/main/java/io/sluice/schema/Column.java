package io.sluice.schema;

/**
 * One column of an event table.
 *
 * @param path the JSON Pointer into the event, such as {@code /body/level}
 * @param name the column's name in every warehouse: [a-z0-9_], at most 63 bytes; never changes
 * @param facts what is known of the values seen
 */
public record Column(String path, String name, Facts facts) {
    public LogicalType type() {
        return facts.type();
    }
}
