package io.sluice.warehouse;

import io.sluice.events.Origin;

import java.util.Optional;

/**
 * A row that the warehouse refused and that its unit was loaded without. The row itself stays in
 * its batch file.
 *
 * @param file the key of the batch file
 * @param row which row of that file, from 1
 * @param bytes how long it is
 * @param column the column that could not take its value; empty if the row as a whole was refused
 * @param value the beginning of that value, or of the row; what is no text is shown as such
 * @param rule by which rule, in the warehouse's words
 * @param origin where its event lies; empty if the row does not tell
 */
public record RefusedRow(
        String file,
        long row,
        long bytes,
        String column,
        String value,
        String rule,
        Optional<Origin> origin) {

    /** The reason in a sentence: where, what, by which rule. */
    public String reason() {
        return "%s, row %d%s: %s; %s begins with '%.80s'"
                .formatted(
                        file,
                        row,
                        column.isEmpty() ? "" : ", column " + column,
                        rule,
                        column.isEmpty() ? "the row" : "the value",
                        value);
    }

    /**
     * The row with its bytes.
     *
     * @param line as it stands in the file, its line's end left off; empty if the file is gone
     */
    public record WithLine(RefusedRow row, byte[] line) {}
}
