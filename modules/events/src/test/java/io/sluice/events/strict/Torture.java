package io.sluice.events.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Documents made to break parsers, each with what becomes of it.
 *
 * @param verdict {@code valid}, or the code of the refusal and the byte it names: {@code code@7}
 */
record Torture(String verdict, String name, byte[] json) {
    private static final String FILE = "torture.tsv";

    boolean valid() {
        return verdict.equals("valid");
    }

    /** The documents of the file and those too large for it. */
    static List<Torture> all() {
        List<Torture> all = new ArrayList<>(file());
        all.addAll(large());
        return all;
    }

    private static List<Torture> file() {
        try (InputStream in = Objects.requireNonNull(Torture.class.getResourceAsStream(FILE))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 3))
                    .map(part -> new Torture(part[0], part[1], ByteNotation.bytes(part[2])))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Torture> large() {
        return List.of(
                valid("255 levels", nested(255, "[", "]")),
                valid("1000 levels of arrays", nested(1_000, "[", "]")),
                valid("1000 levels of objects", nested(1_000, "{\"a\":", "}")),
                valid("1002 levels", nested(1_002, "[", "]")),
                refused("too_deep@1002", "1003 levels", nested(1_003, "[", "]")),
                refused("too_deep@5010", "1003 objects", nested(1_003, "{\"a\":", "}")),
                refused("too_deep@1002", "100000 levels", nested(100_000, "[", "]")),
                refused("too_deep@1002", "100000 brackets, none closed", "[".repeat(100_000)),
                refused("too_deep@5010", "100000 objects, none closed", "{\"a\":".repeat(100_000)),
                refused("invalid_json@1000", "1000 brackets, none closed", "[".repeat(1_000)),
                valid("10000 keys", "{" + members(10_000) + "}"),
                valid("10000 objects", "[" + "{},".repeat(9_999) + "{}]"),
                refused(
                        "duplicate_key@127781",
                        "10000 keys and one again",
                        "{" + members(10_000) + ",\"k77\":0}"),
                valid("100001 values", "[" + "0,".repeat(99_999) + "0]"),
                refused(
                        "too_many_values@399999",
                        "200001 values",
                        "[" + "0,".repeat(200_000) + "0]"),
                valid("10000 digits", "1" + "0".repeat(9_999)),
                valid("10000 digits after the point", "0." + "3".repeat(10_000)),
                valid("text of 1 MB", '"' + "sixteen bytes is ".repeat(62_500) + '"'),
                valid("key of 60000 bytes", "{\"" + "key".repeat(20_000) + "\":1}"),
                valid("100000 spaces", " ".repeat(100_000) + "1"),
                refused(
                        "invalid_json@20001",
                        "text of escapes, not closed",
                        '"' + "\\n".repeat(10_000)));
    }

    private static Torture valid(String name, String json) {
        return refused("valid", name, json);
    }

    private static Torture refused(String verdict, String name, String json) {
        return new Torture(verdict, name, json.getBytes(UTF_8));
    }

    private static String nested(int levels, String open, String close) {
        String inmost = open.equals("[") ? "" : "0";
        return open.repeat(levels) + inmost + close.repeat(levels);
    }

    private static String members(int count) {
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < count; i++) {
            members.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
        }
        return members.toString();
    }
}
