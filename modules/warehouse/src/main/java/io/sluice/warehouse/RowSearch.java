package io.sluice.warehouse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Finds the row of a file that a warehouse has refused. No page of Redshift's says whether its line
 * numbers count rows or lines, so both are tried, and what it shows of the row decides; if that
 * leaves a doubt nothing is found.
 */
final class RowSearch {
    /** Up to here fields are the row's own place, the same in every version of the row. */
    private static final int PLACE_FIELDS = 8;

    private final long line;
    private final boolean ofLines;
    private final String shown;
    private long candidate = -1;
    private int candidates;
    private long alike = -1;
    private int allAlike;

    private RowSearch(RowRefusal refusal, boolean ofLines) {
        this.line = refusal.line();
        this.ofLines = ofLines;
        this.shown = refusal.rawLine().map(raw -> place(plain(raw, true))).orElse("");
    }

    /**
     * The number of the row among these, from 1.
     *
     * @param ofLines whether the refusal is known to count lines
     */
    static OptionalLong find(CsvRecords rows, RowRefusal refusal, boolean ofLines)
            throws IOException {
        RowSearch search = new RowSearch(refusal, ofLines);
        while (rows.next()) {
            search.look(rows);
        }
        return search.result();
    }

    private void look(CsvRecords rows) {
        boolean there =
                (rows.firstLine() <= line && line <= rows.lastLine())
                        || (!ofLines && rows.number() == line);
        if (shown.isEmpty() && !there) {
            return;
        }
        boolean isAlike = shown.isEmpty() || isShown(rows.bytes());
        if (isAlike && there) {
            candidate = rows.number();
            candidates++;
        }
        if (isAlike) {
            alike = rows.number();
            allAlike++;
        }
    }

    private OptionalLong result() {
        if (candidates == 1) {
            return OptionalLong.of(candidate);
        }
        return candidates == 0 && allAlike == 1 ? OptionalLong.of(alike) : OptionalLong.empty();
    }

    private boolean isShown(byte[] row) {
        int enough = Math.min(row.length, 8 * shown.length() + 64);
        return plain(new String(row, 0, enough, ISO_8859_1), false).startsWith(shown);
    }

    /** Runs of what the error tables show as periods, or not at all, become one period. */
    private static String plain(String text, boolean mayBeCut) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean odd = c < ' ' || c > '~' || c == '.' || c == '?';
            if (!odd) {
                plain.append(c);
            } else if (plain.isEmpty() || plain.charAt(plain.length() - 1) != '.') {
                plain.append('.');
            }
        }
        int end = plain.length();
        if (mayBeCut && end > 0 && plain.charAt(end - 1) == '.') {
            plain.setLength(end - 1);
        }
        return plain.toString();
    }

    private static String place(String row) {
        boolean quoted = false;
        int fields = 0;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            quoted ^= c == '"';
            if (c == ',' && !quoted && ++fields == PLACE_FIELDS) {
                return row.substring(0, i);
            }
        }
        return row.strip();
    }
}
