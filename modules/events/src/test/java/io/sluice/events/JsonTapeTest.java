package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class JsonTapeTest {
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);

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
        JsonTape small = new JsonTape(new JsonTape.Limits(5, 3, DuplicateKeys.REFUSE));
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
}
