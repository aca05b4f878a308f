package io.sluice.app.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sluice.warehouse.QueryResult;
import io.sluice.warehouse.StoredTable;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run of {@code load} has to say.
 *
 * @param seconds from the first byte sent to the last row visible
 * @param query the answer to the query; empty where none was asked, or it failed
 * @param queryFailure why the query failed; empty where it did not
 * @param end where the stages stood at the end
 */
public record LoadReport(
        String app,
        FileBooks books,
        double seconds,
        List<StoredTable> stored,
        Optional<QueryResult> query,
        Optional<String> queryFailure,
        Stages end) {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();
    private static final String OWN = "_sluice_";

    /** With the answer to the query. */
    LoadReport with(QueryResult answer) {
        return new LoadReport(
                app, books, seconds, stored, Optional.of(answer), Optional.empty(), end);
    }

    /** With the reason why the query has no answer. */
    LoadReport withFailure(String reason) {
        return new LoadReport(
                app, books, seconds, stored, Optional.empty(), Optional.of(reason), end);
    }

    /** Everything is loaded, and the books balance. */
    public boolean complete() {
        return end.settled() && end.rowsParked() == 0 && books.balanced();
    }

    private List<StoredTable> tables() {
        return stored.stream().filter(table -> !table.name().startsWith(OWN)).toList();
    }

    /** One line of JSON. */
    public String toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("received", books.received());
        root.put("loaded", books.loaded());
        root.put("duplicates", books.duplicates());
        root.put("dead", books.dead());
        root.put("altered", books.altered());
        root.put("seconds", Math.round(seconds * 1000) / 1000.0);
        ArrayNode tables = root.putArray("tables");
        for (StoredTable table : tables()) {
            ObjectNode node = tables.addObject();
            node.put("app", app);
            node.put("table", table.name());
            node.put("rows", table.rows());
            node.put("version", table.version());
            ArrayNode columns = node.putArray("columns");
            for (StoredTable.StoredColumn column : table.columns()) {
                ObjectNode one = columns.addObject();
                one.put("name", column.name());
                one.put("path", column.path().isEmpty() ? null : column.path());
                one.put("type", column.type());
            }
        }
        query.ifPresent(result -> rows(result, root.putArray("query")));
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void rows(QueryResult result, ArrayNode array) {
        for (List<QueryResult.Value> row : result.rows()) {
            ArrayNode values = array.addArray();
            for (QueryResult.Value value : row) {
                switch (value) {
                    case QueryResult.Null none -> values.addNull();
                    case QueryResult.Bool bool -> values.add(bool.value());
                    case QueryResult.Num number -> values.add(number.value());
                    case QueryResult.Text text -> values.add(text.value());
                }
            }
        }
    }

    /** Tables for a person. */
    public void print(PrintStream out) {
        TextTable tables = new TextTable("table", "rows", "version", "columns");
        for (StoredTable table : tables()) {
            tables.add(
                    table.name(),
                    String.format(Locale.ROOT, "%,d", table.rows()),
                    Integer.toString(table.version()),
                    columns(table));
        }
        out.println();
        tables.print(out);
        query.ifPresent(
                result -> {
                    out.println();
                    queryTable(result).print(out);
                });
        out.println();
        out.printf(
                Locale.ROOT,
                "received %,d = loaded %,d + duplicates %,d + dead %,d   %s%n",
                books.received(),
                books.loaded(),
                books.duplicates(),
                books.dead(),
                books.balanced() ? "balanced" : "NOT BALANCED");
        if (books.altered() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d values were altered: SELECT * FROM _sluice_alterations%n",
                    books.altered());
        }
        if (seconds > 0) {
            out.printf(
                    Locale.ROOT, "%.1f s, %,.0f events/s%n", seconds, books.received() / seconds);
        }
        if (!end.settled()) {
            out.println("Not all is loaded: it waits for " + end.waitsFor());
        } else if (end.rowsParked() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d rows are in load units that were set aside: see sluice books%n",
                    end.rowsParked());
        }
    }

    private static TextTable queryTable(QueryResult result) {
        TextTable table = new TextTable(result.columns().toArray(new String[0]));
        for (List<QueryResult.Value> row : result.rows()) {
            table.add(row.stream().map(LoadReport::text).toArray(String[]::new));
        }
        return table;
    }

    private static String text(QueryResult.Value value) {
        return switch (value) {
            case QueryResult.Null none -> "";
            case QueryResult.Bool bool -> Boolean.toString(bool.value());
            case QueryResult.Num number -> number.value().toPlainString();
            case QueryResult.Text text -> text.value();
        };
    }

    private static String columns(StoredTable table) {
        List<String> names =
                table.columns().stream()
                        .filter(column -> !column.path().isEmpty())
                        .map(column -> column.name() + " " + column.type())
                        .toList();
        int shown = Math.min(names.size(), 5);
        String rest = names.size() > shown ? ", … " + (names.size() - shown) + " more" : "";
        return String.join(", ", names.subList(0, shown)) + rest;
    }
}
