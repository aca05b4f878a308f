package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.RejectCode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class BodyCheckTest {
    private static final String GOOD =
            "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"x\",\"body\":{\"a\":1}}";
    private final BodyCheck check = new BodyCheck(2048, 1000, DuplicateKeys.REFUSE);

    private CheckedBody json(String body) throws BodyException {
        return check.check(body.getBytes(ISO_8859_1), Framing.JSON);
    }

    private CheckedBody lines(String body) throws BodyException {
        return check.check(body.getBytes(ISO_8859_1), Framing.NDJSON);
    }

    private static List<String> accepted(CheckedBody body) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < body.accepted(); i++) {
            events.add(new String(body.body(), body.start(i), body.end(i) - body.start(i), UTF_8));
        }
        return events;
    }

    private static List<String> refused(CheckedBody body) {
        return body.refused().stream().map(it -> it.position() + " " + it.code().code()).toList();
    }

    private static String bytes(CheckedBody body, int refusal) {
        Refusal it = body.refused().get(refusal);
        return new String(body.body(), it.start(), it.end() - it.start(), ISO_8859_1);
    }

    @Test
    void linesAreCheckedOneByOne() throws Exception {
        CheckedBody body = lines(GOOD + "\r\n\n  \n{\"a\":\r\n " + GOOD + " \n[]\n" + GOOD);
        assertThat(accepted(body)).containsExactly(GOOD, GOOD, GOOD);
        assertThat(refused(body)).containsExactly("1 invalid_json", "3 not_an_object");
        assertThat(bytes(body, 0)).isEqualTo("{\"a\":");
        assertThat(body.acceptedBytes()).isEqualTo(3L * GOOD.length() + 2);
    }

    @Test
    void eventsThatStandAsInAChunkAreTakenTogether() throws Exception {
        CheckedBody body =
                lines(GOOD + "\n" + GOOD + "\n" + GOOD + "\r\n" + GOOD + "\n[]\n" + GOOD);
        assertThat(body.runEnd(0, 2000)).isEqualTo(3);
        assertThat(body.runEnd(0, 2 * GOOD.length() + 1)).isEqualTo(2);
        assertThat(body.runEnd(0, 1)).isEqualTo(1);
        assertThat(body.runEnd(3, 2000)).isEqualTo(4);
        assertThat(body.runEnd(4, 2000)).isEqualTo(5);
        assertThat(inAChunk(body)).isEqualTo(String.join("\n", accepted(body)));
        CheckedBody array = json("[" + GOOD.replace(":1", "\n:1") + "\n" + "," + GOOD + "]");
        assertThat(array.runEnd(0, 2000)).isEqualTo(1);
        assertThat(inAChunk(array)).isEqualTo(GOOD.replace(":1", " :1") + "\n" + GOOD);
    }

    @Test
    void aValueStaysWhenTheRoomOfItsChunkIsUsedAgain() throws Exception {
        CheckedBody first = lines(GOOD);
        CheckedBody second = lines(GOOD.replace(":1", ":2"));
        Chunk exact = new Chunk(0, new byte[GOOD.length() + 1]);
        exact.append(first, 0, 1);
        byte[] value = exact.value();
        Chunk next = new Chunk(0, exact.giveUpRoom());
        next.append(second, 0, 1);
        assertThat(new String(value, UTF_8)).isEqualTo(GOOD);
        assertThat(new String(next.value(), UTF_8)).isEqualTo(accepted(second).getFirst());
    }

    private static String inAChunk(CheckedBody body) {
        Chunk chunk = new Chunk(0, new byte[1]);
        for (int first = 0; first < body.accepted(); ) {
            int next = body.runEnd(first, 1000);
            chunk.append(body, first, next);
            first = next;
        }
        assertThat(chunk.count()).isEqualTo(body.accepted());
        return new String(chunk.value(), UTF_8);
    }

    @Test
    void anObjectOverSeveralLinesIsOneEventUnderJson() throws Exception {
        String pretty = GOOD.replace(",", ",\n  ");
        assertThat(accepted(json("\n" + pretty + "\n"))).containsExactly(pretty);
    }

    @Test
    void anArrayHoldsManyEventsAndOneBadOneRejectsNoOther() throws Exception {
        String twice = "{\"a\":1,\"a\":2}";
        String deep = "[".repeat(1100) + "]".repeat(1100);
        CheckedBody body =
                json(
                        "["
                                + GOOD
                                + " ,\n"
                                + twice
                                + ","
                                + deep
                                + ",1, "
                                + GOOD
                                + ",{\"x\":\"]\\\"\"}]");
        assertThat(accepted(body)).containsExactly(GOOD, GOOD);
        assertThat(refused(body))
                .containsExactly(
                        "1 duplicate_key", "2 too_large", "3 not_an_object", "5 missing_field");
        assertThat(bytes(body, 0)).isEqualTo(twice);
    }

    @Test
    void aSyntaxErrorRefusesTheWholeArray() throws Exception {
        for (String broken :
                List.of(
                        "[" + GOOD + ",]",
                        "[,]",
                        "[" + GOOD,
                        "[" + GOOD + "}",
                        "[" + GOOD + "] x",
                        "[" + GOOD + "][]",
                        "[" + GOOD + " " + GOOD + "]",
                        "[" + GOOD + ",{\"a\":]}]",
                        "[" + GOOD + ",\"open]",
                        "[" + GOOD + ",nul]",
                        "[1,",
                        "[")) {
            CheckedBody body = json(broken);
            assertThat(body.accepted()).as(broken).isZero();
            assertThat(body.refused()).as(broken).hasSize(1);
            assertThat(body.refused().getFirst().code()).isEqualTo(RejectCode.INVALID_JSON);
            assertThat(bytes(body, 0)).isEqualTo(broken);
        }
    }

    @Test
    void aByteThatIsNoUtf8RefusesItsEventInAStringAndTheWholeArrayOutside() throws Exception {
        CheckedBody inside = json("[" + GOOD + ",{\"\u00ff\":1}," + GOOD + "]");
        assertThat(accepted(inside)).containsExactly(GOOD, GOOD);
        assertThat(refused(inside)).containsExactly("1 invalid_encoding");
        CheckedBody outside = json("[" + GOOD + ",{\u00ff:1}," + GOOD + "]");
        assertThat(outside.accepted()).isZero();
        assertThat(refused(outside)).containsExactly("1 invalid_encoding");
    }

    @Test
    void aKeyTwiceIsRefusedOrTakenAsTheSettingsSay() throws Exception {
        String twice = GOOD.replace("\"a\":1", "\"a\":1,\"a\":2");
        String tsTwice = GOOD.replace("\"body\"", "\"ts\":\"x\",\"body\"");
        byte[] body = (twice + '\n' + tsTwice).getBytes(UTF_8);
        assertThat(refused(check.check(body, Framing.NDJSON)))
                .containsExactly("0 duplicate_key", "1 duplicate_key");
        CheckedBody lax =
                new BodyCheck(2048, 1000, DuplicateKeys.KEEP_LAST).check(body, Framing.NDJSON);
        assertThat(accepted(lax)).containsExactly(twice);
        assertThat(refused(lax)).containsExactly("1 duplicate_key");
    }

    @Test
    void theErrorOfAnArraySaysWhere() throws Exception {
        Refusal refusal = json("[" + GOOD + ",nul]").refused().getFirst();
        assertThat(refusal.position()).isEqualTo(1);
        assertThat(refusal.message()).contains("at byte " + (GOOD.length() + 2) + " of the body");
    }

    @Test
    void bodiesWithoutEventsAreToldApart() {
        for (String empty : List.of("", " \r\n\t", "[]", " [ ] ")) {
            assertThatThrownBy(() -> json(empty))
                    .isInstanceOfSatisfying(
                            BodyException.class,
                            it -> assertThat(it.code()).isEqualTo("empty_body"));
        }
        assertThatThrownBy(() -> lines("x\n".repeat(1001)))
                .isInstanceOfSatisfying(
                        BodyException.class, it -> assertThat(it.status()).isEqualTo(413));
    }

    @Test
    void hostileDocumentsAreRefusedForTheirReason() throws Exception {
        String head =
                "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"u\",\"evname\":\"x\",\"body\":{\"a\":";
        assertThat(refused(lines("\u00ef\u00bb\u00bf" + GOOD)))
                .containsExactly("0 invalid_encoding");
        assertThat(refused(lines(head + "\"\u00c0\u0080\"}}")))
                .containsExactly("0 invalid_encoding");
        assertThat(refused(lines(head + "\"\u00ff\"}}"))).containsExactly("0 invalid_encoding");
        assertThat(refused(lines(head + "\"\\ud800\"}}"))).containsExactly("0 lone_surrogate");
        assertThat(refused(lines(head + "NaN}}"))).containsExactly("0 invalid_json");
        assertThat(refused(lines(head + "1}} {}"))).containsExactly("0 invalid_json");
        assertThat(refused(lines(head + "\"\u0000\"}}"))).containsExactly("0 invalid_json");
        assertThat(refused(lines(head + "'a'}}"))).containsExactly("0 invalid_json");
        assertThat(refused(lines(head + "01}}"))).containsExactly("0 invalid_json");
        assertThat(refused(lines("\u0000"))).containsExactly("0 invalid_json");
        assertThat(accepted(lines(head + "\"\\u0000\"}}"))).hasSize(1);
        assertThat(accepted(lines(head + "1e400}}"))).hasSize(1);
        assertThat(accepted(lines(head + "9".repeat(500) + "}}"))).hasSize(1);
    }

    @Test
    void noBytesAreTooStrange() throws Exception {
        Random random = new Random(7);
        byte[] alphabet = "{}[]\",:\\ \n0eE-+.tfnu\u0000\u00ff\u00c3\u00a9".getBytes(ISO_8859_1);
        for (int round = 0; round < 20_000; round++) {
            byte[] body = new byte[1 + random.nextInt(40)];
            for (int i = 0; i < body.length; i++) {
                body[i] = alphabet[random.nextInt(alphabet.length)];
            }
            for (Framing framing : Framing.values()) {
                try {
                    CheckedBody checked = check.check(body, framing);
                    assertThat(checked.accepted()).isZero();
                    assertThat(checked.refused()).isNotEmpty();
                } catch (BodyException empty) {
                    assertThat(empty.code()).isEqualTo("empty_body");
                }
            }
        }
    }
}
