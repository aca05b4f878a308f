package io.sluice.app.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns; those that hold only numbers stand to the right. */
public final class TextTable {
    private static final int WIDEST = 100;

    private final List<String[]> rows = new ArrayList<>();
    private final String[] heads;

    /** A table with these column heads. */
    public TextTable(String... heads) {
        this.heads = heads.clone();
    }

    /** Adds a row of as many cells as there are heads. */
    public void add(String... cells) {
        String[] row = new String[heads.length];
        for (int i = 0; i < row.length; i++) {
            String cell = i < cells.length ? cells[i].replace('\n', ' ') : "";
            row[i] = cell.length() > WIDEST ? cell.substring(0, WIDEST - 1) + "…" : cell;
        }
        rows.add(row);
    }

    /** Prints heads, a rule and the rows. */
    public void print(PrintStream out) {
        int[] widths = new int[heads.length];
        boolean[] right = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            int column = i;
            widths[i] = heads[i].length();
            rows.forEach(row -> widths[column] = Math.max(widths[column], row[column].length()));
            right[i] = !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row[column]));
        }
        line(out, heads, widths, right);
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append("─".repeat(width)).append("  ");
        }
        out.println(rule.toString().stripTrailing());
        rows.forEach(row -> line(out, row, widths, right));
    }

    private static boolean isNumber(String cell) {
        return !cell.isEmpty() && cell.chars().allMatch(c -> "0123456789.,-".indexOf(c) >= 0);
    }

    private static void line(PrintStream out, String[] cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String space = " ".repeat(widths[i] - cells[i].length());
            line.append(right[i] ? space + cells[i] : cells[i] + space).append("  ");
        }
        out.println(line.toString().stripTrailing());
    }
}
