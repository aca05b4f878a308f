package io.sluice.events;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What the envelope takes is what the documents promise, whatever the bytes. */
class EnvelopeFuzzTest {
    private final JsonTape strict = new JsonTape(JsonTape.Limits.of(DuplicateKeys.REFUSE));
    private final JsonTape lax = new JsonTape(JsonTape.Limits.of(DuplicateKeys.KEEP_LAST));
    private final Envelope envelope = new Envelope();

    @FuzzTest
    void takesOnlyWhatItPromises(byte[] json) {
        boolean taken = read(strict, json);
        if (taken) {
            holds(strict, json);
            long ts = envelope.tsMicros();
            assertThat(read(lax, json)).as("what one policy takes, so does the other").isTrue();
            assertThat(envelope.tsMicros()).isEqualTo(ts);
        } else if (read(lax, json)) {
            holds(lax, json);
            assertThat(lax.hasShadowed()).as("the policies part over doubled keys only").isTrue();
        }
    }

    private boolean read(JsonTape tape, byte[] json) {
        if (!tape.scan(json, 0, json.length)) {
            assertThat(tape.errorAt()).isBetween(0, json.length);
            assertThat(tape.errorDetail()).isNotBlank();
            return false;
        }
        if (!envelope.read(tape)) {
            assertThat(envelope.errorDetail()).isNotBlank();
            assertThat(envelope.errorCode()).isNotNull();
            return false;
        }
        return true;
    }

    private void holds(JsonTape tape, byte[] json) {
        name(tape, envelope.entype());
        name(tape, envelope.evname());
        assertThat(tape.kind(envelope.body())).isEqualTo(JsonTape.Kind.OBJECT);
        assertThat(envelope.tsMicros()).isBetween(InstantText.MIN_MICROS, InstantText.MAX_MICROS);
        for (int token = 0; token < tape.size(); token++) {
            assertThat(tape.start(token)).isBetween(0, json.length);
            assertThat(tape.end(token)).isBetween(tape.start(token), json.length);
            assertThat(tape.next(token)).isBetween(token + 1, tape.size());
        }
    }

    private static void name(JsonTape tape, int token) {
        byte[] text = tape.text(token);
        assertThat(text.length).isBetween(1, Envelope.MAX_NAME_BYTES);
        assertThat(new String(text, UTF_8))
                .doesNotContain("\0")
                .doesNotContain("\ufffd\ufffd\ufffd");
        assertThat(new String(text, UTF_8).getBytes(UTF_8)).isEqualTo(text);
    }
}
