package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.sluice.schema.SchemaRules;
import io.sluice.schema.SystemColumn;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Objects kept as JSON whose keys hold U+0000. */
class NulKeysTest {
    private static final ObjectMapper JACKSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final List<String> KEYS =
            List.of("a", "a\\u0000", "\\u0000a", "b", "b~2", "", "\\u0000", "c\\u0000", "\\u0061b");
    private static final TableSchema SCHEMA =
            new Deciders(1, SchemaRules.DEFAULT).decide(List.of(event("[]", "0")), new Random(1));

    @Test
    void whereKeysWouldMeetTheJsonIsKeptAsText() throws Exception {
        String sent = "[{\"a\\u0000\":1, \"a\":\"\\u0000\"}]";
        assertThat(row(event(sent, "0")))
                .endsWith(
                        ",\"\"\"[{\\\"\"a\\\\u0000\\\"\":1,"
                                + " \\\"\"a\\\"\":\\\"\"\\\\u0000\\\"\"}]\"\"\"\n");
        assertThat(alterations(event(sent, "0")))
                .containsExactly(
                        new Alteration(
                                "/body/v",
                                Alteration.JSON_AS_TEXT,
                                sent.length(),
                                HexFormat.of()
                                        .formatHex(
                                                MessageDigest.getInstance("SHA-256")
                                                        .digest(sent.getBytes(UTF_8)))));
    }

    @Test
    void whereTheyStayApartU0000IsTakenOut() {
        String sent = "[{\"a\\u0000\":1,\"b\":2},{\"a\":3}]";
        assertThat(row(event(sent, "0"))).contains("[{\"\"a\"\":1,\"\"b\"\":2},{\"\"a\"\":3}]");
        assertThat(alterations(event(sent, "0")))
                .extracting(Alteration::rule)
                .containsExactly(Alteration.NUL_REMOVED);
    }

    @Test
    void noTwoMembersOfKeptJsonAreMerged() throws IOException {
        Random random = new Random(1);
        int asText = 0;
        for (int i = 0; i < 2_000; i++) {
            String inColumn = "[" + object(random, 3) + "]";
            String inOverflow = object(random, 3);
            RowReader row = new RowReader(row(event(inColumn, inOverflow)).getBytes(UTF_8));
            assertThat(row.next()).isTrue();
            asText += holds(inColumn, read(row.value(SystemColumn.values().length)));
            JsonNode overflow = read(row.value(SystemColumn._OVERFLOW.ordinal()));
            asText += holds(inOverflow, overflow.get("/more"));
        }
        assertThat(asText).isBetween(500, 3_500);
    }

    /** 1 if the value was kept as text: then it is all there. Else only U+0000 may be missing. */
    private static int holds(String sent, JsonNode kept) throws IOException {
        if (kept.isTextual()) {
            assertThat(kept.textValue()).isEqualTo(sent);
            return 1;
        }
        assertThat(kept)
                .as(sent)
                .isEqualTo(JACKSON.readTree(sent.replaceAll("(?<!\\\\)\\\\u0000", "")));
        return 0;
    }

    private static String object(Random random, int depth) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            keys.add(KEYS.get(random.nextInt(KEYS.size())));
        }
        StringBuilder json = new StringBuilder("{");
        for (String key : keys) {
            json.append(json.length() == 1 ? "" : ",").append('"').append(key).append("\":");
            switch (random.nextInt(depth > 0 ? 4 : 2)) {
                case 0 -> json.append(random.nextInt(10));
                case 1 -> json.append("\"\\u0000\\\\u0000\"");
                case 2 -> json.append('[').append(object(random, depth - 1)).append(']');
                default -> json.append(object(random, depth - 1));
            }
        }
        return json.append('}').toString();
    }

    /** Any second member of one name stops the reading. */
    private static JsonNode read(byte[] json) throws IOException {
        return JACKSON.readTree(new String(json, UTF_8));
    }

    private static String event(String value, String more) {
        return ("{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\","
                        + "\"body\":{\"v\":%s},\"more\":%s}")
                .formatted(value, more);
    }

    private static String row(String event) {
        return new String(Rows.encode(event, SCHEMA, SchemaRules.DEFAULT), UTF_8);
    }

    private static List<Alteration> alterations(String event) {
        return Rows.alterations(event, SCHEMA, SchemaRules.DEFAULT);
    }
}
