package io.sluice.app.values;

import static io.sluice.app.values.Situation.bodies;
import static io.sluice.app.values.Situation.large;
import static io.sluice.app.values.Situation.values;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that break formats, and texts that no format can hold. */
final class TextSituations {
    private static final String GROUP = "Texts";
    private static final int SLICE = 0x10000;

    private TextSituations() {}

    static List<Situation> all() {
        return List.of(
                values(GROUP, "quotes", "\"say \\\"hi\\\"\"", "\"it's\"", "\"\\\"\"", "\"``\""),
                values(
                        GROUP,
                        "line ends and tabs",
                        "\"a\\nb\"",
                        "\"a\\r\\nb\"",
                        "\"\\t\"",
                        "\"\\n\""),
                values(GROUP, "backslashes", "\"\\\\\"", "\"C:\\\\new\\\\table\"", "\"\\\\\\\"\""),
                values(
                        GROUP,
                        "CSV",
                        "\"a,b\"",
                        "\"\\\"a\\\",\\\"b\\\"\\n1,2\"",
                        "\",\"",
                        "\"a;b\""),
                values(GROUP, "SQL", "\"'; DROP TABLE users; --\"", "\"$1 %s ${x} $$\""),
                values(GROUP, "end of COPY", "\"\\\\.\"", "\"a\\n\\\\.\\nb\"", "\"\\\\N\""),
                values(GROUP, "our marker of NULL", "\"~N~\"", "\"~n~\"", "\"~N~ \"", "\"~\""),
                values(GROUP, "words for nothing", "\"NULL\"", "\"null\"", "\"N/A\"", "\"None\""),
                bodies(GROUP, "empty, null, absent", "{\"v\":\"\"}", "{\"v\":null}", "{}"),
                values(GROUP, "spaces", "\" \"", "\"  a  \"", "\"\\u00a0\"", "\"\\u3000\""),
                values(GROUP, "numbers as text", "\"7\"", "\"007\"", "\"1e3\"", "\"NaN\""),
                values(GROUP, "booleans as text", "\"true\"", "\"t\"", "\"FALSE\""),
                values(GROUP, "JSON as text", "\"{\\\"a\\\":1}\"", "\"[1,2]\"", "\"null\""),
                values(GROUP, "composed and combining", "\"\u00e9\"", "\"e\u0301\""),
                values(
                        GROUP,
                        "right to left",
                        "\"\u0645\u0631\u062d\u0628\u0627\"",
                        "\"\\u202eabc\""),
                values(
                        GROUP,
                        "emoji",
                        "\"\ud83d\ude00\"",
                        "\"\\ud83d\\ude00\"",
                        "\"\ud83d\udc69\u200d\ud83d\udcbb\""),
                values(GROUP, "escaped and plain", "\"\\u0041\\u00e9\\/\"", "\"A\u00e9/\""),
                values(GROUP, "control characters", "\"\\u0001\\b\\f\\u001b\\u007f\\u0085\""),
                values(GROUP, "noncharacters", "\"\\uffff\\ufffe\\ufdd0\"", "\"\\ufeff\""),
                values(GROUP, "line separators of Unicode", "\"a\\u2028b\\u2029c\""),
                large(GROUP, "every character", "U+0001 to U+10FFFF", everyCharacter()),
                large(GROUP, "1 MB", "1,048,576 × x", List.of("\"" + "x".repeat(1 << 20) + "\"")),
                large(GROUP, "1 MB at random", "1,048,576 random letters", List.of(random())),
                large(
                        GROUP,
                        "lengths in bytes",
                        "128, 129 and 32,768 × é",
                        List.of(
                                "\"" + "\u00e9".repeat(128) + "\"",
                                "\"" + "\u00e9".repeat(129) + "\"",
                                "\"" + "\u00e9".repeat(32_768) + "\"")),
                values(GROUP, "U+0000", "\"a\\u0000b\"", "\"\\u0000\"", "\"plain\""),
                values(GROUP, "U+0000 within JSON", "[\"a\\u0000\",{\"k\\u0000\":1}]"),
                values(
                        GROUP,
                        "U+0000 in keys within JSON",
                        "[{\"a\\u0000\":1,\"a\":2}]",
                        "[{\"a\":3}]"),
                values(GROUP, "U+0000 that hides our marker", "\"~N\\u0000~\"", "\"x\""),
                bodies(
                        GROUP,
                        "keys that only U+0000 tells apart",
                        "{\"a\\u0000\":1,\"\\u0000a\":\"\\u0000x\",\"a\":3}",
                        "{\"o\":{\"\\u0000\":null,\"\\u0000\\u0000\":[4]}}"),
                bodies(GROUP, "U+0000 in a key", "{\"a\\u0000b\":1,\"ab\":2}"),
                values(
                        GROUP,
                        "six characters that are no U+0000",
                        "\"\\\\u0000\"",
                        "[\"\\\\u0000\"]"),
                values(GROUP, "lone surrogate", "\"\\ud800\"", "\"\\udc00\\ud800\""));
    }

    private static List<String> everyCharacter() {
        List<String> texts = new ArrayList<>();
        for (int from = 0; from <= Character.MAX_CODE_POINT; from += SLICE) {
            StringBuilder text = new StringBuilder("\"");
            for (int c = Math.max(1, from); c < from + SLICE; c++) {
                if (c < ' ' || c == '"' || c == '\\') {
                    text.append(String.format("\\u%04x", c));
                } else if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                    text.appendCodePoint(c);
                }
            }
            texts.add(text.append('"').toString());
        }
        return texts;
    }

    private static String random() {
        StringBuilder text = new StringBuilder("\"");
        new Random(3).ints(1 << 20, 'A', 'Z' + 1).forEach(c -> text.append((char) c));
        return text.append('"').toString();
    }
}
