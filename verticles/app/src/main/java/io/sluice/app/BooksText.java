package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;

import io.sluice.app.load.TextTable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The books for people: a table, and a sentence for each thing to know. */
final class BooksText {
    private static final List<String> COLUMNS =
            List.of(
                    "app",
                    "received",
                    "refused",
                    "accepted",
                    "loaded",
                    "duplicates",
                    "dead",
                    "in_flight",
                    "parked",
                    "altered",
                    "state");

    private BooksText() {}

    static void print(JsonNode books, PrintStream out) {
        TextTable table = new TextTable(COLUMNS.toArray(new String[0]));
        for (JsonNode app : books.path("apps")) {
            table.add(COLUMNS.stream().map(name -> cell(app.path(name))).toArray(String[]::new));
        }
        table.print(out);
        for (JsonNode app : books.path("apps")) {
            details(app, out);
        }
        JsonNode orphans = books.path("orphans");
        if (orphans.path("objects").asLong() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%s objects (%s bytes) in the store are named by no load unit; %s are old"
                            + " enough to be swept.%n",
                    cell(orphans.path("objects")),
                    cell(orphans.path("bytes")),
                    cell(orphans.path("sweepable")));
        }
        books.path("warnings").forEach(it -> out.println("WARNING " + it.asText()));
        books.path("differences").forEach(it -> out.println("DIFFERENCE " + it.asText()));
        if (books.path("balanced").asBoolean()) {
            out.println(
                    "balanced: every accepted event is loaded, a duplicate, dead or in flight.");
        }
    }

    private static void details(JsonNode app, PrintStream out) {
        JsonNode stages = app.path("in_flight_by_stage");
        if (app.path("in_flight").asLong() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%s: in flight: %s events unread, %s rows unread, %s rows in units, %s rows set"
                            + " aside.%n",
                    app.path("app").asText(),
                    cell(stages.path("events")),
                    cell(stages.path("rows")),
                    cell(stages.path("units")),
                    cell(stages.path("parked")));
        }
        List<String> rules = new ArrayList<>();
        app.path("altered_by_rule")
                .properties()
                .forEach(it -> rules.add(it.getKey() + " " + cell(it.getValue())));
        if (!rules.isEmpty()) {
            out.printf(
                    "%s: altered by rule: %s; each is a row of _sluice_alterations.%n",
                    app.path("app").asText(), String.join(", ", rules));
        }
    }

    private static String cell(JsonNode value) {
        return value.isNumber()
                ? String.format(Locale.ROOT, "%,d", value.asLong())
                : value.asText();
    }
}
