package io.sluice.warehouse;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;

/** Lists of parameters: arrays are not something that every warehouse has. */
final class Placeholders {
    /** How many values one statement gets at most: drivers stop at 32,767. */
    static final int MOST = 10_000;

    private Placeholders() {}

    /** {@code (?, ?, …)}. */
    static String of(int count) {
        return "(" + String.join(", ", Collections.nCopies(count, "?")) + ")";
    }

    static void set(PreparedStatement statement, Collection<String> values) throws SQLException {
        int at = 1;
        for (String value : values) {
            statement.setString(at++, value);
        }
    }
}
