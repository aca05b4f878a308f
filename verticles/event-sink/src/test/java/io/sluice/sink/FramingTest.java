package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=UTF-8",
                "text/json",
                "application/cloudevents+json",
                "application/json;charset=\"utf-8\"; x=y"
            })
    void jsonTypesTellOneDocument(String type) {
        assertThat(Framing.of(type)).contains(Framing.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/x-ndjson", "application/ndjson", "application/jsonl ; a=b"})
    void ndjsonTypesTellLines(String type) {
        assertThat(Framing.of(type)).contains(Framing.NDJSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "text/plain; charset=utf-8",
                "application/octet-stream",
                "application/x-www-form-urlencoded"
            })
    void silentTypesLeaveItToTheBody(String type) {
        assertThat(Framing.of(type)).contains(Framing.UNTOLD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                ";;;",
                "{"
            })
    void otherTypesHoldNoEvents(String type) {
        // ";;;" has no type at all, which is as silent as none.
        if (type.equals(";;;")) {
            assertThat(Framing.of(type)).contains(Framing.UNTOLD);
        } else {
            assertThat(Framing.of(type)).isEmpty();
        }
    }

    private static Framing untold(String body) {
        return Framing.untold(body.getBytes(UTF_8));
    }

    @Test
    void aBracketStartsAnArray() {
        assertThat(untold(" \r\n[{}]")).isEqualTo(Framing.JSON);
    }

    @Test
    void bracesAreLinesWhereTheFirstLineIsWhole() {
        assertThat(untold("{\"a\":1}")).isEqualTo(Framing.NDJSON);
        assertThat(untold("{\"a\":1}\n{\"a\":2}\n")).isEqualTo(Framing.NDJSON);
        assertThat(untold("{\"a\":\"{\\\"\"}\n{\"a\":2}\n")).isEqualTo(Framing.NDJSON);
    }

    @Test
    void oneObjectOverSeveralLinesIsOneDocument() {
        assertThat(untold("{\n  \"a\": 1,\n  \"b\": {\n    \"c\": 2\n  }\n}\n"))
                .isEqualTo(Framing.JSON);
    }

    @Test
    void aBrokenFirstLineDoesNotHideTheLinesAfterIt() {
        assertThat(untold("{\"a\":\n{\"a\":2}\n")).isEqualTo(Framing.NDJSON);
    }

    @Test
    void anythingElseIsLines() {
        assertThat(untold("")).isEqualTo(Framing.NDJSON);
        assertThat(untold("nonsense")).isEqualTo(Framing.NDJSON);
        assertThat(untold("\"text\"")).isEqualTo(Framing.NDJSON);
    }
}
