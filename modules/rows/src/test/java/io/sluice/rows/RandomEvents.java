package io.sluice.rows;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Events of all shapes, under few keys so that they collide. */
final class RandomEvents {
    private static final List<String> KEYS =
            List.of(
                    "a",
                    "A",
                    "a-b",
                    "a_b",
                    "a.b",
                    "b",
                    "user",
                    "_id",
                    "имя",
                    "",
                    "2x",
                    "x/y",
                    "x~y",
                    "\\u0061b",
                    "q\\\"",
                    "long" + "g".repeat(90),
                    "long" + "g".repeat(91),
                    "z\\u0000");
    private static final List<String> SCALARS =
            List.of(
                    "null",
                    "true",
                    "false",
                    "0",
                    "-0",
                    "7",
                    "1.0",
                    "8.5",
                    "1e3",
                    "0.1",
                    "-2.50",
                    "9007199254740993",
                    "9223372036854775807",
                    "9223372036854775808",
                    "12345678901234567890123456789012345678",
                    "1e39",
                    "1e400",
                    "1e-20",
                    "0.1234567890123456789",
                    "123456789012.123456789",
                    "\"\"",
                    "\"text\"",
                    "\"~N~\"",
                    "\"\\\\N\"",
                    "\"7\"",
                    "\"true\"",
                    "\"a,b\\\"c\\nd\"",
                    "\"é😀\\u00e9\"",
                    "\"x\\u0000y\"",
                    "\"2015-01-01T00:31:32Z\"",
                    "\"2015-01-01T00:31:32.5+02:00\"",
                    "\"2015-01-01\"",
                    "\"2015-06-30T23:59:60Z\"",
                    "[]",
                    "{}",
                    "[1,{\"k\":\"v\"}]");

    private RandomEvents() {}

    static List<String> of(Random random, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String more = random.nextInt(10) == 0 ? ",\"extra\":" + value(random, 3) : "";
            events.add(
                    "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\",\"body\":"
                            + object(random, 0)
                            + more
                            + "}");
        }
        return events;
    }

    private static String object(Random random, int depth) {
        Set<String> keys = new LinkedHashSet<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            keys.add(KEYS.get(random.nextInt(KEYS.size())));
        }
        List<String> members = new ArrayList<>();
        keys.forEach(key -> members.add("\"" + key + "\":" + value(random, depth)));
        return "{" + String.join(random.nextBoolean() ? "," : " , ", members) + "}";
    }

    private static String value(Random random, int depth) {
        if (depth < 5 && random.nextInt(4) == 0) {
            return object(random, depth + 1);
        }
        if (random.nextInt(40) == 0) {
            return "\"" + "w".repeat(random.nextInt(2_000)) + "\"";
        }
        return SCALARS.get(random.nextInt(SCALARS.size()));
    }
}
