package io.sluice.warehouse;

import java.util.Optional;

/**
 * What a warehouse says of a row that it refuses.
 *
 * @param file the key of the file that was copied; a rewritten one has a key of its own
 * @param line the line in it, from 1
 * @param column empty if it is of the whole row
 * @param rule why, in the warehouse's words
 * @param rawLine the beginning of the row as the warehouse shows it, where it does
 * @param rawValue the beginning of the value, where it shows it
 */
record RowRefusal(
        String file,
        long line,
        String column,
        String rule,
        Optional<String> rawLine,
        Optional<String> rawValue) {

    RowRefusal ofFile(String key) {
        return new RowRefusal(key, line, column, rule, rawLine, rawValue);
    }

    String words() {
        return "%s, line %d%s: %s%s"
                .formatted(
                        file,
                        line,
                        column.isEmpty() ? "" : ", column " + column,
                        rule,
                        rawValue.map(it -> "; the value begins with '%.80s'".formatted(it))
                                .orElse(""));
    }
}
