package io.sluice.rows;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.schema.Facts;
import io.sluice.schema.Fit;
import io.sluice.schema.Observation;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;

import org.junit.jupiter.api.Test;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Events with a key twice in an object, under the policy that keeps the last. */
class DuplicateKeysTest {
    private static final SchemaRules RULES = SchemaRules.DEFAULT;

    private final JsonTape tape = new JsonTape(JsonTape.Limits.of(DuplicateKeys.KEEP_LAST));
    private final Envelope envelope = new Envelope();
    private int doubled;

    @Test
    void theLastMemberIsInTheRowAndTheEarlierOnesAreAlterations() throws Exception {
        String sent = event("\"a\":\"first\",\"b\":{\"c\":1,\"c\":[2],\"c\":3},\"\\u0061\":7", "");
        String meant = event("\"b\":{\"c\":3},\"a\":7", "");
        TableSchema schema = schema(meant);
        assertThat(encode(sent, schema)).isEqualTo(text(Rows.encode(meant, schema, RULES)));
        assertThat(alterations(sent, schema))
                .containsExactly(
                        shadowed("/body/a", "first"),
                        shadowed("/body/b/c", "1"),
                        shadowed("/body/b/c", "[2]"));
    }

    @Test
    void theSurveySeesTheLastMemberOnly() {
        assertThat(scan(event("\"a\":\"x\",\"b\":{\"n\":1},\"a\":7,\"b\":null", ""))).isTrue();
        Observation seen = new Observation(RULES);
        seen.add(tape, envelope.body());
        assertThat(seen.facts()).containsOnlyKeys("/body/a");
        assertThat(seen.facts().get("/body/a").kinds()).isEqualTo(Facts.NUMBER);
    }

    @Test
    void whatIsKeptAsJsonKeepsBoth() {
        String body =
                "\"list\":[{\"a\":1,\"a\":2}],\"x\":{\"y\":{\"z\":{\"w\":{\"deep\":1,\"deep\":2}}}}";
        String sent = event(body, ",\"more\":{\"m\":1,\"m\":2}");
        TableSchema schema = schema(event("\"list\":[],\"x\":{\"y\":{\"z\":{\"w\":{}}}}", ""));
        String row = encode(sent, schema);
        assertThat(row)
                .contains("\"[{\"\"a\"\":1,\"\"a\"\":2}]\"", "{\"\"deep\"\":1,\"\"deep\"\":2}");
        assertThat(row).contains("{\"\"/more\"\":{\"\"m\"\":1,\"\"m\"\":2}}");
        assertThat(alterations(sent, schema)).isEmpty();
    }

    @Test
    void whatIsKeptForItsLongPathKeepsBoth() {
        String longKey = "k".repeat(SchemaRules.MAX_PATH_BYTES);
        String sent = event("\"a\":1,\"" + longKey + "\":{\"b\":1,\"b\":2}", "");
        TableSchema schema = schema(event("\"a\":1", ""));
        assertThat(encode(sent, schema)).contains("{\"\"b\"\":1,\"\"b\"\":2}");
        assertThat(alterations(sent, schema)).isEmpty();
    }

    @Test
    void membersBesideTheEnvelopeAreKeptLastToo() throws Exception {
        String sent = event("\"a\":1", ",\"more\":1,\"other\":2,\"more\":3");
        TableSchema schema = schema(event("\"a\":1", ""));
        assertThat(encode(sent, schema)).contains("\"{\"\"/other\"\":2,\"\"/more\"\":3}\"");
        assertThat(alterations(sent, schema)).containsExactly(shadowed("/more", "1"));
    }

    @Test
    void membersOfTheEnvelopeTwiceAreRefusedByPlace() {
        for (String name : List.of("ts", "entype", "evname", "body", "id")) {
            String sent = event("\"a\":1", ",\"id\":\"1\",\"" + name + "\":{}");
            assertThat(scan(sent)).as(sent).isFalse();
            assertThat(envelope.errorDetail())
                    .endsWith("at byte " + sent.lastIndexOf("\"" + name + "\""));
            assertThat(envelope.errorCode().code()).isEqualTo("duplicate_key");
        }
    }

    @Test
    void anEventOfManyDoubledKeysGivesOneAlterationOfAllItsText() throws Exception {
        TableSchema schema = schema(event("\"a\":1", ""));
        String most = event("\"a\":0,".repeat(ShadowedMembers.MOST) + "\"a\":1", "");
        assertThat(alterations(most, schema)).hasSize(ShadowedMembers.MOST);
        String more = event("\"a\":0,".repeat(20_000) + "\"a\":1", "");
        assertThat(alterations(more, schema)).containsExactly(shadowed("", more));
        assertThat(encode(more, schema)).endsWith(",1\n");
    }

    @Test
    void anyEventWithShadowedMembersGivesTheRowOfTheEventWithoutThem() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<String> events = RandomEvents.of(random, 6);
            SchemaRules rules =
                    new SchemaRules(
                            1 + random.nextInt(4), true, 1 + random.nextInt(30), Fit.POSTGRESQL);
            TableSchema schema = new Deciders(1, rules).decide(events, random);
            for (String event : events) {
                doubled = 0;
                String sent = withShadowed(event, rules, random);
                RowBuffer out = new RowBuffer(16);
                RowEncoder encoder = encoder(sent, schema, rules, out);
                assertThat(text(out.toByteArray()))
                        .as(sent)
                        .isEqualTo(text(Rows.encode(event, schema, rules)));
                assertThat(encoder.alterations())
                        .filteredOn(it -> it.rule().equals(Alteration.DUPLICATE_KEY))
                        .as(sent)
                        .hasSize(doubled > ShadowedMembers.MOST ? 1 : doubled);
            }
        }
    }

    /** Before some members of the body and of its flattened objects, others with the same key. */
    private String withShadowed(String event, SchemaRules rules, Random random) {
        JsonTape whole = Rows.tape(event);
        Envelope parts = new Envelope();
        assertThat(parts.read(whole)).isTrue();
        int body = parts.body();
        return event(whole, 0, whole.start(body))
                + object(whole, body, rules, 1, random)
                + event(whole, whole.end(body), whole.end(0));
    }

    private String object(JsonTape of, int object, SchemaRules rules, int depth, Random random) {
        StringBuilder json = new StringBuilder("{");
        for (int key = object + 1; key < of.next(object); key = of.next(key)) {
            String name = '"' + event(of, of.start(key), of.end(key)) + '"';
            json.append(json.length() == 1 ? "" : ",");
            if (random.nextInt(3) == 0) {
                doubled++;
                json.append(name).append(":{\"n\":[1],\"n\":\"x\"},");
            }
            int quote = of.kind(key + 1) == JsonTape.Kind.STRING ? 1 : 0;
            boolean flat = !of.hasNul(key) && rules.flattens(of, key + 1, depth);
            json.append(name)
                    .append(':')
                    .append(
                            flat
                                    ? object(of, key + 1, rules, depth + 1, random)
                                    : event(
                                            of,
                                            of.start(key + 1) - quote,
                                            of.end(key + 1) + quote));
        }
        return json.append('}').toString();
    }

    private static String event(JsonTape of, int from, int to) {
        return new String(of.json(), from, to - from, UTF_8);
    }

    private static String event(String members, String more) {
        return "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"m\",\"body\":{"
                + members
                + "}"
                + more
                + "}";
    }

    private static TableSchema schema(String event) {
        return new Deciders(1, RULES).decide(List.of(event), new Random(1));
    }

    private boolean scan(String event) {
        byte[] json = event.getBytes(UTF_8);
        assertThat(tape.scan(json, 0, json.length)).as(event).isTrue();
        return envelope.read(tape);
    }

    private RowEncoder encoder(String event, TableSchema schema, SchemaRules rules, RowBuffer out) {
        assertThat(scan(event)).as(event).isTrue();
        RowEncoder encoder = new RowEncoder(schema, rules);
        assertThat(encoder.encode(tape, envelope, new ChunkOrigin(1_000_000, "t", 3, 77), 0, out))
                .as(event)
                .isTrue();
        return encoder;
    }

    private String encode(String event, TableSchema schema) {
        RowBuffer out = new RowBuffer(16);
        encoder(event, schema, RULES, out);
        return text(out.toByteArray());
    }

    private List<Alteration> alterations(String event, TableSchema schema) {
        return encoder(event, schema, RULES, new RowBuffer(16)).alterations();
    }

    private static Alteration shadowed(String path, String text) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return new Alteration(
                path, Alteration.DUPLICATE_KEY, text.length(), HexFormat.of().formatHex(hash));
    }

    private static String text(byte[] row) {
        return new String(row, UTF_8);
    }
}
