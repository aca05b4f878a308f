package io.sluice.faults.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sluice.faults.load.Sent.State;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the rows of an app's tables with what its clients know, value by value. One thread. */
public final class Comparison {
    private static final int EXAMPLES = 20;
    private static final int FETCH = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Series series;
    private final Sent sent;
    private final BitSet found = new BitSet();
    private final List<String> examples = new ArrayList<>();
    private long rows;
    private long doubled;
    private long wrong;
    private long lost;

    /**
     * What came out.
     *
     * @param rows in all event tables
     * @param lost accepted events without a row
     * @param doubled rows beside the first of an event
     * @param wrong rows with a value that was not sent, or of an event that was not
     * @param examples of these, in words
     */
    public record Outcome(long rows, long lost, long doubled, long wrong, List<String> examples) {
        public Outcome {
            examples = List.copyOf(examples);
        }

        /** Nothing lost, nothing doubled, nothing wrong. */
        public boolean clean() {
            return lost == 0 && doubled == 0 && wrong == 0;
        }

        /** Both together. */
        public Outcome plus(Outcome other) {
            List<String> all = new ArrayList<>(examples);
            all.addAll(other.examples);
            return new Outcome(
                    rows + other.rows,
                    lost + other.lost,
                    doubled + other.doubled,
                    wrong + other.wrong,
                    all);
        }

        public static Outcome none() {
            return new Outcome(0, 0, 0, 0, List.of());
        }
    }

    private Comparison(Series series, Sent sent) {
        this.series = series;
        this.sent = sent;
    }

    /** Reads all rows of all series. */
    public static Outcome of(Load load, Connection warehouse) throws SQLException {
        Outcome all = Outcome.none();
        for (Series series : load.series()) {
            all = all.plus(of(series, load.sent(series), warehouse));
        }
        return all;
    }

    private static Outcome of(Series series, Sent sent, Connection warehouse) throws SQLException {
        Comparison comparison = new Comparison(series, sent);
        warehouse.setAutoCommit(false);
        try (Statement statement = warehouse.createStatement()) {
            statement.setFetchSize(FETCH);
            for (String table : tables(series, statement)) {
                comparison.table(table, statement);
            }
        }
        warehouse.rollback();
        return comparison.outcome();
    }

    private static List<String> tables(Series series, Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = '%s' AND tablename LIKE '\\_e\\_%s\\_\\_%%' ORDER BY 1"
                                .formatted(series.app().word(), series.kind().entype()))) {
            while (result.next()) {
                tables.add(result.getString(1));
            }
        }
        return tables;
    }

    private void table(String table, Statement statement) throws SQLException {
        String name = "%s.\"%s\"".formatted(series.app().word(), table);
        // A load that still widens a column must not do so between these two statements.
        statement.execute("LOCK TABLE %s IN ACCESS SHARE MODE".formatted(name));
        StringBuilder row = new StringBuilder("to_jsonb(t)");
        for (String column : superColumns(name, statement)) {
            row.append(" || jsonb_build_object('%1$s', \"%1$s\"::text::jsonb)".formatted(column));
        }
        try (ResultSet result =
                statement.executeQuery("SELECT (%s)::text FROM %s t".formatted(row, name))) {
            while (result.next()) {
                row(table, JSON.readTree(result.getString(1)));
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL wrote no JSON", impossible);
        }
    }

    /** What Redshift keeps as SUPER: its stand-in keeps it as the text of the JSON. */
    private static List<String> superColumns(String table, Statement statement)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet result =
                statement.executeQuery(
                        "SELECT attname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
                                + " WHERE t.typname = 'super' AND NOT a.attisdropped AND"
                                + " a.attrelid = '%s'::regclass".formatted(table))) {
            while (result.next()) {
                columns.add(result.getString(1));
            }
        }
        return columns;
    }

    private void row(String table, JsonNode row) {
        rows++;
        long number = row.path("n").asLong(-1);
        if (sent.state(number) == State.UNSENT) {
            wrong++;
            example("never sent", table, row);
            return;
        }
        Event event = Event.of(series, number);
        Map<String, String> actual = actual(row);
        if (!table.equals(event.table())
                || !actual.equals(event.fields())
                || !event.ts().equals(Values.text(row.path("_ts")))
                || !series.id(number).equals(row.path("_id").asText(""))) {
            wrong++;
            example("sent was " + event.fields(), table, row);
        }
        if (found.get((int) number)) {
            doubled++;
            example("there is another row of it", table, row);
        }
        found.set((int) number);
    }

    /** The columns of ours are left out, and what has no column is taken from the overflow. */
    private static Map<String, String> actual(JsonNode row) {
        Map<String, String> values = new TreeMap<>();
        row.properties()
                .forEach(
                        column -> {
                            if (!column.getKey().startsWith("_") && !column.getValue().isNull()) {
                                values.put(column.getKey(), Values.text(column.getValue()));
                            }
                        });
        row.path("_overflow")
                .properties()
                .forEach(
                        it ->
                                values.put(
                                        it.getKey().replaceFirst("^/body/", "").replace("/", "__"),
                                        Values.text(it.getValue())));
        return values;
    }

    private void example(String what, String table, JsonNode row) {
        if (examples.size() < EXAMPLES) {
            examples.add("%s %s: %s: %s".formatted(series.app().word(), table, what, row));
        }
    }

    private Outcome outcome() {
        for (long number = 0; number < sent.end(); number++) {
            if (sent.state(number) == State.ACCEPTED && !found.get((int) number)) {
                lost++;
                if (examples.size() < EXAMPLES) {
                    examples.add(
                            "%s lost: %s"
                                    .formatted(
                                            series.app().word(), Event.of(series, number).json()));
                }
            }
        }
        return new Outcome(rows, lost, doubled, wrong, examples);
    }
}
