package io.sluice.loadtest.mix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes sqlizers meet: a set of new tables, each with the same columns, of which every event
 * shows a part. Someone who reads all chunks of {@link #chunks} has seen all columns of all tables,
 * piece by piece. Columns are by turns a whole number, a decimal, a boolean and a text.
 *
 * @param round names the tables, so that another round has others
 */
public record Crowd(int round, int tables, int columns, int parts) {
    /** Chunks of at most {@code eventsEach} events, without their last line ends. */
    public List<byte[]> chunks(int eventsEach) {
        List<byte[]> chunks = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        int events = 0;
        for (int part = 0; part < parts; part++) {
            for (int table = 0; table < tables; table++) {
                event(lines, table, part);
                events++;
                if (events % eventsEach == 0 || events == events()) {
                    chunks.add(lines.toString().getBytes(US_ASCII));
                    lines.setLength(0);
                } else {
                    lines.append('\n');
                }
            }
        }
        return chunks;
    }

    /** Events in all chunks. */
    public int events() {
        return tables * parts;
    }

    /** The entype of all its tables. */
    public String entype() {
        return "crowd_" + round;
    }

    private void event(StringBuilder to, int table, int part) {
        to.append("{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"")
                .append(entype())
                .append("\",\"evname\":\"table_")
                .append(table)
                .append("\",\"body\":{");
        String separator = "";
        for (int column = part; column < columns; column += parts) {
            to.append(separator).append("\"column_").append(column).append("\":");
            to.append(
                    switch (column % 4) {
                        case 0 -> "7";
                        case 1 -> "7.5";
                        case 2 -> "true";
                        default -> "\"text\"";
                    });
            separator = ",";
        }
        to.append("}}");
    }
}
