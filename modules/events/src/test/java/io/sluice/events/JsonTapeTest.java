package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

class JsonTapeTest {
    private static final ObjectMapper JACKSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final List<String> SAMPLES =
            List.of(
                    "{\"a\":1,\"b\":[1,2.5,-0,1e3,{\"c\":null}],\"d\":{},\"e\":[],\"f\":\"x\\n"
                            + "\\u00e9😀é\"}",
                    " [ true , false , null , \"\" , \"a\\\\\\\"b\" , {\"\":{\"\":[[[]]]}} ] ",
                    "\"plain\"",
                    "-12.75E-3",
                    "{\"ключ\":\"значение\",\"\\u006bey\":\"\\ud83d\\ude00\",\"long string of text"
                            + " over eight bytes\":0}");

    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);

    @Test
    void readsWhatJacksonReads() throws Exception {
        for (String sample : SAMPLES) {
            assertThat(scan(sample)).as(sample).isTrue();
            assertThat(tree(0)).isEqualTo(JACKSON.readTree(sample));
        }
    }

    @Test
    void agreesWithJacksonOnMutatedDocumentsExceptWhereItIsKnownToBeLax() throws Exception {
        Random random = new Random(20261123);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes =
                    SAMPLES.get(random.nextInt(SAMPLES.size())).getBytes(StandardCharsets.UTF_8);
            for (int edits = random.nextInt(3) + 1; edits > 0; edits--) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        random.nextBoolean()
                                ? bytes[random.nextInt(bytes.length)]
                                : (byte) "{}[],:\"\\0e.-ud8t\u0000 \n".charAt(random.nextInt(19));
            }
            boolean ours = tape.scan(bytes, 0, bytes.length);
            JsonNode theirs = jackson(bytes);
            if (ours) {
                accepted++;
                assertThat(theirs).as(new String(bytes, StandardCharsets.UTF_8)).isNotNull();
                assertThat(tree(0)).isEqualTo(theirs);
            } else if (theirs != null) {
                assertThat(tape.errorCode())
                        .as(new String(bytes, StandardCharsets.UTF_8) + ": " + tape.errorDetail())
                        .isIn(RejectCode.LONE_SURROGATE, RejectCode.INVALID_ENCODING);
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "NaN",
                "Infinity",
                "-Infinity",
                "nul",
                "truE",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "{} {}",
                "[]]",
                "{\"a\":1}}",
                "\"a\nb\"",
                "'a'",
                "1,2",
                "[,1]",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "\"\\"
            })
    void refusesBrokenDocuments(String text) {
        assertThat(scan(text)).isFalse();
        assertThat(tape.errorCode()).isEqualTo(RejectCode.INVALID_JSON);
        assertThat(tape.errorDetail()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DUPLICATE_KEY|{\"a\":1,\"b\":{\"a\":2},\"\\u0061\":3}",
                "LONE_SURROGATE|\"\\ud800\"",
                "LONE_SURROGATE|{\"\\udc00\":1}",
                "LONE_SURROGATE|\"\\ud800\\u0041\"",
                "LONE_SURROGATE|\"\\ud800x\""
            })
    void refusesWhatParsersLetPass(RejectCode code, String text) {
        assertThat(scan(text)).isFalse();
        assertThat(tape.errorCode()).isEqualTo(code);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        for (int[] bad :
                new int[][] {
                    {0xC0, 0xAF},
                    {0xC3, 0x28},
                    {0xED, 0xA0, 0x80},
                    {0xFF},
                    {0xF5, 0x80, 0x80, 0x80},
                    {0xF0, 0x80, 0x80, 0x80},
                    {0xE0, 0x80, 0x80},
                    {0x80},
                    {0xE2, 0x82}
                }) {
            byte[] json = new byte[bad.length + 2];
            json[0] = json[json.length - 1] = '"';
            for (int i = 0; i < bad.length; i++) {
                json[i + 1] = (byte) bad[i];
            }
            assertThat(tape.scan(json, 0, json.length)).isFalse();
            assertThat(tape.errorCode()).isEqualTo(RejectCode.INVALID_ENCODING);
        }
        byte[] bom = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'};
        assertThat(tape.scan(bom, 0, 4)).isFalse();
        assertThat(tape.errorCode()).isEqualTo(RejectCode.INVALID_ENCODING);
    }

    @Test
    void holdsTheLimits() {
        assertThat(scan("[".repeat(1_002) + "]".repeat(1_002))).isTrue();
        assertThat(scan("[".repeat(1_003) + "]".repeat(1_003))).isFalse();
        assertThat(tape.errorCode()).isEqualTo(RejectCode.TOO_DEEP);
        JsonTape small = new JsonTape(new JsonTape.Limits(5, 3));
        byte[] four = "[1,2,3]".getBytes(StandardCharsets.UTF_8);
        assertThat(small.scan(four, 0, four.length)).isFalse();
        assertThat(small.errorCode()).isEqualTo(RejectCode.TOO_MANY_VALUES);
    }

    @Test
    void findsDoubledKeysAmongThousands() {
        StringBuilder json = new StringBuilder("{\"x\":{");
        for (int i = 0; i < 10_000; i++) {
            json.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(i);
        }
        assertThat(scan(json + "}}")).isTrue();
        assertThat(scan(json + ",\"k77\":0}}")).isFalse();
        assertThat(tape.errorCode()).isEqualTo(RejectCode.DUPLICATE_KEY);
    }

    @Test
    void marksWhatHoldsANulCharacter() {
        scan("{\"a\":[\"x\\u0000\"],\"b\":\"y\"}");
        assertThat(tape.hasNul(0)).isTrue();
        assertThat(tape.hasNul(2)).isTrue();
        assertThat(tape.hasNul(5)).isFalse();
    }

    private boolean scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return tape.scan(bytes, 0, bytes.length);
    }

    private static JsonNode jackson(byte[] bytes) {
        try {
            JsonNode node = JACKSON.readTree(bytes);
            return node.isMissingNode() ? null : node;
        } catch (java.io.IOException refused) {
            return null;
        }
    }

    /** The tape as a tree, so that it can be compared. */
    private JsonNode tree(int token) {
        JsonNodeFactory nodes = JACKSON.getNodeFactory();
        String raw =
                new String(
                        tape.json(),
                        tape.start(token),
                        tape.end(token) - tape.start(token),
                        StandardCharsets.UTF_8);
        return switch (tape.kind(token)) {
            case OBJECT -> {
                ObjectNode node = nodes.objectNode();
                for (int key = token + 1; key < tape.next(token); key = tape.next(key)) {
                    node.set(new String(tape.text(key), StandardCharsets.UTF_8), tree(key + 1));
                }
                yield node;
            }
            case ARRAY -> {
                ArrayNode node = nodes.arrayNode();
                for (int item = token + 1; item < tape.next(token); item = tape.next(item)) {
                    node.add(tree(item));
                }
                yield node;
            }
            case STRING, KEY ->
                    nodes.textNode(new String(tape.text(token), StandardCharsets.UTF_8));
            case INTEGER -> readJackson(raw);
            case DECIMAL -> nodes.numberNode(new BigDecimal(raw));
            case TRUE -> nodes.booleanNode(true);
            case FALSE -> nodes.booleanNode(false);
            case NULL -> nodes.nullNode();
        };
    }

    private static JsonNode readJackson(String raw) {
        try {
            return JACKSON.readTree(raw);
        } catch (java.io.IOException broken) {
            throw new AssertionError(raw, broken);
        }
    }
}
