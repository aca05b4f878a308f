package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.booleans;
import static org.quicktheories.generators.SourceDSL.integers;

import io.sluice.events.JsonTape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quicktheories.core.Gen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class FactsTest {
    private static Gen<Facts> facts() {
        Gen<Facts> numbers =
                booleans()
                        .all()
                        .zip(
                                booleans().all(),
                                integers().between(0, 60),
                                integers().between(0, 40),
                                (wide, inexact, digits, scale) ->
                                        Facts.ofNumber(
                                                wide, inexact, digits, scale, digits + scale));
        Gen<Facts> texts = integers().between(0, 100_000).map(Facts::ofText);
        return numbers.mix(texts)
                .mix(
                        integers()
                                .between(0, 3)
                                .map(
                                        i ->
                                                switch (i) {
                                                    case 0 -> Facts.OF_BOOL;
                                                    case 1 -> Facts.OF_INSTANT;
                                                    case 2 -> Facts.OF_JSON;
                                                    default -> Facts.NONE;
                                                }),
                        30);
    }

    @Test
    void joinIsCommutativeAssociativeAndIdempotent() {
        qt().forAll(facts(), facts(), facts())
                .check(
                        (a, b, c) ->
                                a.join(b).equals(b.join(a))
                                        && a.join(b).join(c).equals(a.join(b.join(c)))
                                        && a.join(a).equals(a)
                                        && a.join(Facts.NONE).equals(a));
    }

    @Test
    void aJoinHoldsBothSidesAndNothingLessDoes() {
        qt().forAll(facts(), facts())
                .check(
                        (a, b) ->
                                a.join(b).holds(a)
                                        && a.join(b).holds(b)
                                        && a.holds(b) == a.join(b).equals(a));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | BigInt[]",
                "7 8.5 | DoublePrecision[]",
                "9223372036854775807 | BigInt[]",
                "9223372036854775808 | Decimal[scale=0]",
                "9007199254740993 8.5 | Decimal[scale=9]",
                "9007199254740992 8.5 | DoublePrecision[]",
                "0.1 0.30000000000000004 | DoublePrecision[]",
                "0.1234567890123456789 | Varchar[maxBytes=256]",
                "0.123456789012345678 | Decimal[scale=18]",
                "99999999999999999999999999999999999999 | Decimal[scale=0]",
                "123456789012345678901234567890123456789 | Varchar[maxBytes=256]",
                "1e400 | Varchar[maxBytes=256]",
                "1e22 | DoublePrecision[]",
                "1e23 | Decimal[scale=0]",
                "1e39 | DoublePrecision[]",
                "1.0 1e3 -0 | BigInt[]",
                "1e-20 | DoublePrecision[]",
                "1e-310 | Varchar[maxBytes=1024]",
                "true | Bool[]",
                "true 1 | Varchar[maxBytes=256]",
                "null 1 | BigInt[]",
                "\"2015-01-01T00:31:32Z\" | Instant[]",
                "\"2015-01-01T00:31:32Z\" \"x\" | Varchar[maxBytes=256]",
                "\"2015-06-30T23:59:60Z\" | Varchar[maxBytes=256]",
                "\"2015-01-01T00:31:32.123456789Z\" | Varchar[maxBytes=256]",
                "\"7\" 7 | Varchar[maxBytes=256]",
                "\"7\" | Varchar[maxBytes=256]",
                "[] | Json[]",
                "{} 7 | Json[]",
                "1e99999999999 | Varchar[maxBytes=256]"
            })
    void theTypeIsTheFirstThatHoldsAllValues(String values, String type) {
        ValueFacts reader = new ValueFacts(SchemaRules.DEFAULT);
        JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
        Facts facts =
                Arrays.stream(values.trim().split(" "))
                        .map(
                                value -> {
                                    byte[] json = value.getBytes(StandardCharsets.UTF_8);
                                    assertThat(tape.scan(json, 0, json.length)).isTrue();
                                    return reader.of(tape, 0);
                                })
                        .reduce(Facts.NONE, Facts::join);
        assertThat(facts.type()).hasToString(type.trim());
    }

    @Test
    void textsClimbTheLadderByTheirBytes() {
        assertThat(Facts.ofText(0).type()).isEqualTo(new LogicalType.Varchar(256));
        assertThat(Facts.ofText(257).type()).isEqualTo(new LogicalType.Varchar(1024));
        assertThat(Facts.ofText(65_535).type()).isEqualTo(new LogicalType.Varchar(65_535));
        assertThat(Facts.ofText(65_536).type())
                .isEqualTo(new LogicalType.Varchar(LogicalType.Varchar.UNLIMITED));
    }
}
