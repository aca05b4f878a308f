package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class EnvelopeTest {
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();

    @Test
    void findsTheMembersInAnyOrder() {
        assertThat(
                        read(
                                "{'extra':1,'id':'x','body':{},'evname':'n','entype':'e','ts':'2015-01-01T00:31:32Z'}"))
                .isTrue();
        assertThat(new String(tape.text(envelope.evname()), StandardCharsets.UTF_8)).isEqualTo("n");
        assertThat(envelope.others()).isEqualTo(1);
        assertThat(envelope.tsMicros()).isEqualTo(1_420_072_292_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_AN_OBJECT|[]|an event is a JSON object",
                "MISSING_FIELD|{'entype':'e','evname':'n','body':{}}|no ts",
                "INVALID_FIELD|{'ts':'2015-01-01T00:31:32','entype':'e','evname':'n','body':{}}|zone",
                "INVALID_FIELD|{'ts':1420072292,'entype':'e','evname':'n','body':{}}|RFC 3339",
                "MISSING_FIELD|{'ts':'2015-01-01T00:31:32Z','evname':'n','body':{}}|no entype",
                "INVALID_FIELD|{'ts':'2015-01-01T00:31:32Z','entype':'','evname':'n','body':{}}|entype",
                "INVALID_FIELD|{'ts':'2015-01-01T00:31:32Z','entype':'e','evname':7,'body':{}}|evname",
                "MISSING_FIELD|{'ts':'2015-01-01T00:31:32Z','entype':'e','evname':'n'}|no body",
                "INVALID_FIELD|{'ts':'2015-01-01T00:31:32Z','entype':'e','evname':'n','body':[]}|body",
                "INVALID_FIELD|{'ts':'2015-01-01T00:31:32Z','entype':'e','evname':'n','body':{},'id':{}}|id"
            })
    void saysWhatIsWrong(RejectCode code, String event, String part) {
        assertThat(read(event)).isFalse();
        assertThat(envelope.errorCode()).isEqualTo(code);
        assertThat(envelope.errorDetail()).contains(part);
    }

    @Test
    void takesNullAsNoId() {
        assertThat(
                        read(
                                "{'ts':'2015-01-01T00:31:32Z','entype':'e','evname':'n','body':{},'id':null}"))
                .isTrue();
        assertThat(envelope.id()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void measuresNamesAsTextsNotAsEscapes(int letters, boolean fits) {
        String name = "\\u0061".repeat(letters);
        String event = "{'ts':'2015-01-01T00:31:32Z','entype':'N','evname':'N','id':'N','body':{}}";
        assertThat(read(event.replace("N", name))).isEqualTo(fits);
    }

    private boolean read(String event) {
        byte[] json = event.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(tape.scan(json, 0, json.length)).isTrue();
        return envelope.read(tape);
    }
}
