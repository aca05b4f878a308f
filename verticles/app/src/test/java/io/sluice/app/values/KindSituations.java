package io.sluice.app.values;

import static io.sluice.app.values.Situation.bodies;
import static io.sluice.app.values.Situation.values;

import java.util.List;

/** Kinds that change under one path; the test sends each the other way round as well. */
final class KindSituations {
    private static final String GROUP = "Kinds that change";
    private static final String TIME = "\"2015-01-01T00:31:32.50Z\"";

    private KindSituations() {}

    static List<Situation> all() {
        return List.of(
                values(GROUP, "boolean, number", "true", "7"),
                values(GROUP, "boolean, text", "false", "\"no\""),
                values(GROUP, "boolean, timestamp", "true", TIME),
                values(GROUP, "number, text", "7", "\"seven\"", "8.50", "\"7\""),
                values(GROUP, "fraction, text", "0.1", "1e-7", "\"x\""),
                values(GROUP, "decimal, text", "9007199254740993.5", "\"x\""),
                values(GROUP, "number, timestamp", "7", TIME),
                values(GROUP, "timestamp, text", TIME, "\"soon\""),
                values(GROUP, "null, number", "null", "7"),
                values(GROUP, "null, object", "null", "{\"a\":1}"),
                values(GROUP, "only null", "null", "null"),
                values(GROUP, "number, object", "7", "{\"a\":8}"),
                values(GROUP, "text, object", "\"x\"", "{\"a\":\"y\"}"),
                values(GROUP, "number, array", "7", "[8]", "9.50"),
                values(GROUP, "fraction, array", "0.1", "[8]"),
                values(GROUP, "boolean, array", "true", "[true]"),
                values(GROUP, "text, array", "\"x\"", "[\"y\"]", "\"\"", "\"say \\\"hi\\\"\\n\""),
                values(GROUP, "timestamp, array", TIME, "[" + TIME + "]"),
                values(GROUP, "object, array", "{\"a\":1}", "[1]"),
                values(GROUP, "number, text, array", "7", "\"7\"", "[7]", "true", "\"true\""),
                values(GROUP, "timestamp, text, array", TIME, "\"x\"", "[]"),
                values(GROUP, "huge number, array", "1e400", "[1e400]", "\"1e400\""),
                values(GROUP, "empty object", "{}", "{\"a\":1}"),
                values(GROUP, "empty object, number", "{}", "7"),
                values(GROUP, "empty array", "[]", "7", "null"),
                values(GROUP, "empty array, object", "[]", "{\"a\":[]}"),
                values(
                        GROUP,
                        "all at once",
                        "null",
                        "true",
                        "7",
                        "0.5",
                        TIME,
                        "\"x\"",
                        "{\"a\":1}",
                        "[1]",
                        "{}"),
                bodies(
                        GROUP,
                        "deep object, then scalar",
                        "{\"v\":{\"a\":{\"b\":{\"c\":1}}}}",
                        "{\"v\":{\"a\":{\"b\":2}}}",
                        "{\"v\":{\"a\":\"x\"}}",
                        "{\"v\":{\"a\":{\"b\":{\"c\":{\"d\":3}}}}}"));
    }
}
