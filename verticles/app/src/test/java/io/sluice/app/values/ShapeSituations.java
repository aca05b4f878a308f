package io.sluice.app.values;

import static io.sluice.app.values.Situation.bodies;
import static io.sluice.app.values.Situation.large;
import static io.sluice.app.values.Situation.members;
import static io.sluice.app.values.Situation.values;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies of odd shape and size. */
final class ShapeSituations {
    private static final String GROUP = "Structure";

    private ShapeSituations() {}

    static List<Situation> all() {
        return List.of(
                bodies(GROUP, "no fields", "{}", "{ }"),
                values(GROUP, "one level", "{\"a\":1}"),
                values(GROUP, "four levels", "{\"a\":{\"b\":{\"c\":1}}}"),
                values(GROUP, "five levels", "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}"),
                large(
                        GROUP,
                        "1 to 1,000 levels of objects",
                        "{\"a\":{\"a\":… 1, 10, 100, 1,000 levels",
                        List.of(nested(1), nested(10), nested(100), nested(1_000))),
                large(
                        GROUP,
                        "1,000 levels of arrays",
                        "[[… 1,000 levels",
                        List.of("[".repeat(1_000) + "]".repeat(1_000))),
                large(GROUP, "1,001 levels", "[[… 1,001 levels", List.of(nested(1_001))),
                values(GROUP, "array of objects", "[{\"a\":1,\"b\":\"x\"},{\"b\":null}]"),
                values(GROUP, "array of everything", "[null,true,-0,1e400,\"\",[],{},{\"\":[]}]"),
                values(GROUP, "white space within", "[ 1 , { \"a\" :\\t2 } ]".replace("\\t", "\t")),
                values(GROUP, "empty members", "{\"a\":{},\"b\":[],\"c\":\"\",\"d\":null}"),
                new Situation(
                        GROUP,
                        "10,000 keys",
                        List.of("{\"k0\":0,\"k1\":1,… 10,000 keys"),
                        bodies(GROUP, "10,000 keys", keys(10_000)).events()),
                new Situation(
                        GROUP,
                        "more columns than fit",
                        List.of("{\"k0\":0,… 400 keys", "the same"),
                        bodies(GROUP, "more columns than fit", keys(400), keys(400)).events()),
                bodies(
                        GROUP,
                        "duplicate keys",
                        "{\"a\":1,\"a\":2}",
                        "{\"b\":{\"a\":1,\"\\u0061\":1}}"),
                members(GROUP, "twice without an id", "\"body\":{\"n\":1}", "\"body\":{\"n\":1}"),
                members(
                        GROUP,
                        "twice with an id",
                        "\"id\":\"i-1\",\"body\":{\"n\":1}",
                        "\"id\":\"i-1\",\"body\":{\"n\":1}"),
                members(
                        GROUP,
                        "ids",
                        "\"id\":7,\"body\":{\"n\":1}",
                        "\"id\":\"~N~\",\"body\":{\"n\":2}",
                        "\"id\":null,\"body\":{\"n\":3}",
                        "\"id\":\" '\\\"; \\n\",\"body\":{\"n\":4}",
                        "\"id\":-0,\"body\":{\"n\":5}"),
                members(
                        GROUP,
                        "more members than body",
                        "\"source\":{\"ip\":\"::1\"},\"v\":1.50,\"body\":{\"n\":1},\"tag\":null"),
                members(GROUP, "a body that is none", "\"body\":[1]", "\"body\":null", "\"x\":1"));
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"k" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
