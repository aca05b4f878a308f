package io.sluice.app.values;

import io.sluice.app.values.AppProof.Loaded;
import io.sluice.app.values.StoredRow.Cell;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.StoredTable.StoredColumn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes what became of the situations as the page {@code docs/values.md}. */
final class ValuesPage {
    private static final String HEAD =
            """
            # What becomes of what

            Each line is sent to a running Sluice by `ValuesIT`, and this page is written from what then stands in PostgreSQL:
            the test fails where page and tables differ, and where any leaf of any event cannot be read back with its value. One
            event for each item under *sent*, in this order, the first of them loaded before the others came; the key is `v`
            where no key is shown; ␊ is a line end, ␉ a tab. The types are the same when the events come the other way round.

            `-Dsluice.docs=write` lets the test write the page anew.
            """;
    private static final int SHOWN_COLUMNS = 9;
    private static final int FEW = 3;

    /** The picture of U+0000. */
    private static final int CONTROL_PICTURES = 0x2400;

    private static final int SHOWN_VALUES = 9;
    private static final int SHOWN_CHARS = 48;

    private final Map<Situation, List<Outcome>> outcomes;

    /** What became of one event. */
    sealed interface Outcome {
        /** A row. */
        record Row(Loaded loaded) implements Outcome {}

        /** The door's answer. */
        record Refused(String code) implements Outcome {}

        /** A row with its id was there. */
        record Duplicate() implements Outcome {}
    }

    ValuesPage(Map<Situation, List<Outcome>> outcomes) {
        this.outcomes = outcomes;
    }

    String text() {
        StringBuilder page = new StringBuilder(HEAD);
        String group = "";
        for (Map.Entry<Situation, List<Outcome>> entry : outcomes.entrySet()) {
            Situation situation = entry.getKey();
            if (!situation.group().equals(group)) {
                group = situation.group();
                page.append("\n## ").append(group).append("\n\n");
                page.append("| situation | sent | what becomes of it |\n|---|---|---|\n");
            }
            page.append("| ")
                    .append(situation.name())
                    .append(" | ")
                    .append(list(situation.shown()))
                    .append(" | ")
                    .append(becomes(entry.getValue()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String becomes(List<Outcome> outcomes) {
        List<String> parts = new ArrayList<>();
        Map<StoredTable, List<StoredRow>> rows = new LinkedHashMap<>();
        Set<String> noted = new TreeSet<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Row row) {
                rows.computeIfAbsent(row.loaded().table(), table -> new ArrayList<>())
                        .add(row.loaded().row());
                row.loaded().alterations().forEach(it -> noted.add(it.rule() + " " + it.path()));
            }
        }
        rows.forEach(
                (table, its) ->
                        parts.add(
                                (rows.size() > 1 ? code(table.name()) + " " : "")
                                        + table(table, its)));
        noted.forEach(it -> parts.add("noted: " + code(it)));
        outcomes.stream()
                .filter(Outcome.Refused.class::isInstance)
                .forEach(it -> parts.add("refused: " + code(((Outcome.Refused) it).code())));
        if (outcomes.stream().anyMatch(Outcome.Duplicate.class::isInstance)) {
            parts.add("one duplicate");
        }
        return String.join("<br>", parts);
    }

    private static String table(StoredTable table, List<StoredRow> rows) {
        List<StoredColumn> data =
                table.columns().stream().filter(it -> !it.path().isEmpty()).toList();
        List<String> parts = new ArrayList<>();
        int shown = data.size() > SHOWN_COLUMNS ? FEW : SHOWN_COLUMNS;
        data.stream().limit(shown).forEach(it -> parts.add(column(it, rows)));
        if (data.size() > SHOWN_COLUMNS) {
            parts.add("… " + data.size() + " columns");
        }
        if (data.isEmpty()) {
            parts.add(rows.size() == 1 ? "a row without columns" : rows.size() + " rows");
        }
        for (String name : List.of("_id", "_overflow")) {
            if (rows.stream().anyMatch(row -> row.system().containsKey(name))) {
                parts.add(
                        code(name)
                                + ": "
                                + values(
                                        rows.stream().map(row -> row.system().get(name)).toList()));
            }
        }
        return String.join("<br>", parts);
    }

    private static String column(StoredColumn column, List<StoredRow> rows) {
        List<String> values = new ArrayList<>();
        for (StoredRow row : rows) {
            Cell cell = row.data().get(column.path());
            values.add(cell == null ? null : cell.text());
        }
        return code(column.name()) + " " + column.type() + ": " + values(values);
    }

    private static String values(List<String> values) {
        String shown =
                values.stream()
                        .limit(SHOWN_VALUES)
                        .map(it -> it == null ? "NULL" : code(it))
                        .collect(Collectors.joining(" · "));
        return values.size() > SHOWN_VALUES ? shown + " · … " + values.size() + " values" : shown;
    }

    private static String list(List<String> sent) {
        return sent.stream().map(ValuesPage::code).collect(Collectors.joining(" · "));
    }

    /** In a table cell, as code, with nothing that cannot be seen. */
    static String code(String text) {
        if (text.isEmpty()) {
            return "\'\'";
        }
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length() && shown.length() < SHOWN_CHARS) {
            append(shown, text.codePointAt(at));
            at = text.offsetByCodePoints(at, 1);
        }
        String rest = "";
        if (at < text.length()) {
            shown.append("…");
            rest = " (" + text.getBytes(StandardCharsets.UTF_8).length + " bytes)";
        }
        boolean ticks = shown.indexOf("`") >= 0;
        String fence = ticks ? "```" : "`";
        String pad = ticks ? " " : "";
        return fence + pad + shown + pad + fence + rest;
    }

    /** What is written only with ink; blanks and controls have pictures of their own. */
    private static void append(StringBuilder shown, int c) {
        if (c == '|') {
            shown.append("\\|");
        } else if (c < ' ') {
            shown.appendCodePoint(CONTROL_PICTURES + c);
        } else if (c == ' ' || isSeen(Character.getType(c))) {
            shown.appendCodePoint(c);
        } else {
            shown.append("⟨U+").append(String.format("%04X", c)).append("⟩");
        }
    }

    private static boolean isSeen(int type) {
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.UNASSIGNED
                && type != Character.PRIVATE_USE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SPACE_SEPARATOR
                && type != Character.NON_SPACING_MARK;
    }
}
