package io.sluice.app.values;

import static io.sluice.app.values.Situation.bodies;
import static io.sluice.app.values.Situation.kinds;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keys and kinds of event that collide, mislead or cannot be names as they are. */
final class NameSituations {
    private static final String KEYS = "Keys";
    static final String TABLES = "Kinds of event";
    private static final String SYSTEM =
            "_id _ts _received_at _schema_version _topic _partition _offset _position _overflow";

    private NameSituations() {}

    static List<Situation> all() {
        String long1100 = "b".repeat(1_099);
        String long300 = "a".repeat(299);
        String collide = "{\"userId\":1,\"userid\":2,\"user_id\":3,\"user-id\":4,\"USER_ID\":5}";
        return List.of(
                bodies(KEYS, "case and symbols in one event", collide),
                bodies(
                        KEYS,
                        "case and symbols across events",
                        "{\"userId\":1}",
                        "{\"userid\":2}",
                        "{\"user_id\":3}",
                        "{\"user-id\":4}",
                        "{\"USER_ID\":5}"),
                bodies(
                        KEYS,
                        "dots, nesting and underscores",
                        "{\"a.b\":1}",
                        "{\"a\":{\"b\":2}}",
                        "{\"a__b\":3}",
                        "{\"a\":{\"_b\":4}}",
                        "{\"a_\":{\"b\":5}}"),
                bodies(
                        KEYS,
                        "empty and blank",
                        "{\"\":1,\" \":2,\"_\":3,\"__\":4}",
                        "{\"\":{\"\":5}}"),
                bodies(KEYS, "one byte", "{\"a\":1,\"A\":2,\"1\":3,\"-\":4,\"$\":5}"),
                new Situation(
                        KEYS,
                        "300 bytes with equal beginnings",
                        List.of("aaa…b, aaa…c of 300 bytes"),
                        bodies(
                                        KEYS,
                                        "300 bytes with equal beginnings",
                                        "{\"" + long300 + "b\":1,\"" + long300 + "c\":2}")
                                .events()),
                bodies(
                        KEYS,
                        "63 and 64 bytes",
                        "{\"" + "b".repeat(63) + "\":1,\"" + "b".repeat(64) + "\":2}"),
                new Situation(
                        KEYS,
                        "more than 1,024 bytes",
                        List.of("bbb…c, bbb…d of 1,100 bytes"),
                        bodies(
                                        KEYS,
                                        "more than 1,024 bytes",
                                        "{\"" + long1100 + "c\":1,\"" + long1100 + "d\":{\"e\":2}}")
                                .events()),
                bodies(
                        KEYS,
                        "Cyrillic",
                        "{\"\u0446\u0435\u043d\u0430\":1,\"\u0438\u043c\u044f\":2,\"\u0426\u0435\u043d\u0430\":3}"),
                bodies(
                        KEYS,
                        "Chinese",
                        "{\"\u540d\u5b57\":1,\"\u540d\u79f0\":2,\"\u4ef7\u683c_cny\":3}"),
                bodies(
                        KEYS,
                        "emoji",
                        "{\"\ud83d\ude00\":1,\"\ud83d\ude01\":2,\"like\ud83d\udc4d\":3}"),
                bodies(
                        KEYS,
                        "accents",
                        "{\"caf\u00e9\":1,\"cafe\u0301\":2,\"cafe\":3,\"\u00fcber\":4}"),
                bodies(
                        KEYS,
                        "look-alikes",
                        "{\"\u212a\":1,\"k\":2,\"K\":3,\"\u0131d\":4,\"\u0130D\":5,\"\uff41\":6,\"\ufb01x\":7}"),
                bodies(
                        KEYS,
                        "reserved words",
                        words("select user order table timestamp tag partition value")),
                bodies(KEYS, "system columns of ours", words(SYSTEM)),
                bodies(
                        KEYS,
                        "system columns of PostgreSQL",
                        words("ctid xmin xmax cmin cmax oid tableoid")),
                bodies(
                        KEYS,
                        "SQL",
                        "{\"a\\\"; DROP TABLE x; --\":1,\"' OR 1=1\":2,\"count(*)\":3,\"a b\":4}"),
                bodies(
                        KEYS,
                        "quotes, semicolon, newline",
                        "{\"\\\"\":1,\"'\":2,\";\":3,\"\\n\":4,\"\\\\\":5,\"\\t\":6}"),
                bodies(
                        KEYS,
                        "pointers",
                        "{\"a/b\":1,\"a~b\":2,\"a~1b\":3,\"~\":4,\"/\":5}",
                        "{\"a\":{\"b\":6}}"),
                bodies(
                        KEYS,
                        "path tricks",
                        "{\"../../etc/passwd\":1,\"..\\\\x\":2,\"%2e%2e\":3,\"C:\":4}"),
                bodies(KEYS, "words of the envelope", words("ts entype evname body id app")),
                bodies(
                        KEYS,
                        "words of JavaScript",
                        words("__proto__ constructor hasOwnProperty toString")),
                bodies(KEYS, "a suffix that is taken", "{\"userid_81f8bc5e\":1}", collide),
                bodies(KEYS, "escaped and plain are one key", "{\"\\u0061\":1}", "{\"a\":2}"),
                bodies(KEYS, "our marker of NULL as a key", "{\"~N~\":1,\"\\\\N\":2,\"NULL\":3}"),
                kinds(
                        TABLES,
                        "case and symbols in kinds",
                        "\"User\"",
                        "\"Login\"",
                        "\"user\"",
                        "\"login\"",
                        "\"us-er\"",
                        "\"log in\"",
                        "\"us_er\"",
                        "\"log_in\""),
                kinds(
                        TABLES,
                        "where the name is divided",
                        "\"x__y\"",
                        "\"z\"",
                        "\"x\"",
                        "\"y__z\"",
                        "\"x_\"",
                        "\"_y__z\""),
                kinds(
                        TABLES,
                        "escaped and plain are one kind",
                        "\"k\\u0061\"",
                        "\"n\"",
                        "\"ka\"",
                        "\"\\u006e\""),
                kinds(TABLES, "256 bytes as escapes", "\"" + "\\u0446".repeat(128) + "\"", "\"n\""),
                kinds(
                        TABLES,
                        "one character of both",
                        "\" \"",
                        "\"!\"",
                        "\"?\"",
                        "\"_\"",
                        "\"0\"",
                        "\"1\""),
                kinds(
                        TABLES,
                        "other scripts",
                        "\"\u0446\u0435\u043d\u0430\"",
                        "\"\u540d\u5b57\"",
                        "\"\ud83d\ude00\"",
                        "\"\ud83d\ude01\""),
                new Situation(
                        TABLES,
                        "256 bytes with equal beginnings",
                        List.of("eee…1, eee…2 of 256 bytes"),
                        kinds(
                                        TABLES,
                                        "256 bytes",
                                        "\"" + "e".repeat(255) + "1\"",
                                        "\"n\"",
                                        "\"" + "e".repeat(255) + "2\"",
                                        "\"n\"")
                                .events()),
                kinds(TABLES, "SQL in kinds", "\"x\\\"; DROP TABLE y; --\"", "\"' OR ''='\""),
                kinds(
                        TABLES,
                        "path tricks in kinds",
                        "\"../../etc\"",
                        "\"passwd\"",
                        "\"a/b\"",
                        "\"..\""),
                kinds(TABLES, "reserved words in kinds", "\"select\"", "\"table\""),
                kinds(
                        TABLES,
                        "our own tables",
                        "\"_sluice\"",
                        "\"alterations\"",
                        "\"sluice\"",
                        "\"units\""),
                kinds(
                        TABLES,
                        "line ends and markers",
                        "\"a\\nb\"",
                        "\"c\\td\"",
                        "\"~N~\"",
                        "\"\\\\N\""),
                kinds(
                        TABLES,
                        "refused kinds",
                        "\"\"",
                        "\"n\"",
                        "\"" + "e".repeat(257) + "\"",
                        "\"n\"",
                        "\"a\\u0000\"",
                        "\"n\"",
                        "7",
                        "\"n\""));
    }

    private static String words(String words) {
        int[] n = {0};
        return Stream.of(words.split(" "))
                .map(word -> "\"" + word + "\":" + ++n[0])
                .collect(Collectors.joining(",", "{", "}"));
    }
}
