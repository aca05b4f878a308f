package io.sluice.events.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.RejectCode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Our scanner against parsers of three other makers. Where they part, {@link Disagreement} says
 * why, in the name of a test.
 */
class StrictJsonTest {
    private static final int MUTATED = 90_000;
    private static final List<String> EVENTS =
            List.of(
                    "{\"ts\":\"2015-01-01T00:31:32Z\",\"entype\":\"user\",\"evname\":\"pass_mission\","
                        + "\"body\":{\"level\":7,\"is_premium\":false,\"name\":null}}",
                    "{\"text\":\"All that stands in here, however it is changed, mostly stays a"
                            + " text \u00e9€😀 \\u00e9\\ud83d\\ude00\\n"
                            + " of some length.\"}",
                    "{\"a\":1,\"b\":[1,2.5,-0,1e3,{\"c\":null}],\"d\":{},\"e\":[],\"f\":\"x\\n"
                            + "\\u00e9😀é\"}",
                    " [ true , false , null , \"\" , \"a\\\\\\\"b\" , {\"\":{\"\":[[[]]]}} ] ",
                    "{\"ключ\":\"значение\",\"\\u006bey\":\"\\ud83d\\ude00\",\"long text, over"
                            + " eight bytes\":[-12.75E-3]}");

    private final Map<String, Integer> counts = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> everyTortureDocumentMeetsItsVerdict() {
        return Torture.all().stream()
                .map(
                        it ->
                                dynamicTest(
                                        it.name(),
                                        () -> assertThat(verdict(it)).isEqualTo(it.verdict())));
    }

    private static String verdict(Torture torture) {
        return Ours.read(torture.json()).verdict();
    }

    @TestFactory
    Stream<DynamicTest> disagreements() {
        return Arrays.stream(Disagreement.values())
                .map(it -> dynamicTest(it.name().toLowerCase(Locale.ROOT), () -> shows(it)));
    }

    private static void shows(Disagreement disagreement) {
        byte[] json = disagreement.sample();
        Ours ours = Ours.read(json);
        for (OtherParser parser : disagreement.parsers()) {
            Reading theirs = parser.read(json);
            assertThat(theirs.accepted()).isNotEqualTo(ours.reading().accepted());
            assertThat(Disagreement.of(json, ours, parser, theirs)).contains(disagreement);
        }
    }

    @Test
    void everyDisagreementOverTheTortureDocumentsIsExplained() {
        Torture.all().forEach(torture -> compare(torture.json()));
    }

    @Test
    void everyDisagreementOverMutatedDocumentsIsExplained() {
        List<byte[]> seeds =
                Stream.concat(
                                Torture.all().stream()
                                        .filter(it -> it.json().length < 300)
                                        .filter(it -> it.valid() || it.json().length < 20)
                                        .map(Torture::json),
                                // They are picked as often as all the others together.
                                Stream.generate(() -> EVENTS)
                                        .limit(60)
                                        .flatMap(List::stream)
                                        .map(it -> it.getBytes(UTF_8)))
                        .toList();
        Mutator mutator = new Mutator(20261123, seeds);
        for (int i = 0; i < MUTATED; i++) {
            compare(mutator.next());
        }
        assertThat(counts.get("accepted")).isGreaterThan(9_000);
    }

    private void compare(byte[] json) {
        Ours ours = Ours.read(json);
        count(ours.refusal().map(RejectCode::code).orElse("accepted"));
        namesTheFirstByteThatIsWrong(json, ours);
        for (OtherParser parser : OtherParser.values()) {
            Reading theirs = parser.read(json);
            if (!theirs.tokens().equals(ours.reading().tokens())) {
                Optional<Disagreement> why = Disagreement.of(json, ours, parser, theirs);
                assertThat(why)
                        .as("%s, ours %s, %s %s", ByteNotation.show(json), ours, parser, theirs)
                        .isPresent();
                count(parser + ": " + why.orElseThrow().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What stands before the byte that a refusal names is UTF-8, up to the string it is in. */
    private static void namesTheFirstByteThatIsWrong(byte[] json, Ours ours) {
        if (ours.refusal().isEmpty()) {
            assertThat(Disagreement.isUtf8(json)).as(ByteNotation.show(json)).isTrue();
            return;
        }
        assertThat(ours.at()).as(ByteNotation.show(json)).isBetween(0, json.length);
        assertThat(Disagreement.isUtf8(Arrays.copyOf(json, ours.at())))
                .as(ByteNotation.show(json))
                .isTrue();
        if (ours.refusedWith(RejectCode.INVALID_ENCODING)) {
            boolean mark = new String(json, UTF_8).startsWith("\uFEFF");
            byte[] upTo = Arrays.copyOf(json, Math.min(json.length, ours.at() + 4));
            assertThat(mark || !Disagreement.isUtf8(upTo)).as(ByteNotation.show(json)).isTrue();
        }
    }
}
