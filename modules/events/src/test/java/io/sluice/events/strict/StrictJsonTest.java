package io.sluice.events.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private final Comparison comparison = new Comparison();

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
        Torture.all().forEach(torture -> comparison.of(torture.json()));
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
            comparison.of(mutator.next());
        }
        assertThat(comparison.accepted()).isGreaterThan(9_000);
    }
}
