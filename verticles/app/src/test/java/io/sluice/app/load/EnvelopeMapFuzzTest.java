package io.sluice.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.events.JsonTape;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Any text is a map or refused with a sentence, and what a map makes of an event is one line: an
 * object, or the event as it was. The first line of the input is the map, the rest an event.
 */
class EnvelopeMapFuzzTest {
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);

    @FuzzTest
    void anEventStaysOneLineOfJson(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        byte[] event = Arrays.copyOfRange(input, Math.min(line + 1, input.length), input.length);
        EnvelopeMap map;
        try {
            map = EnvelopeMap.parse(new String(input, 0, line, UTF_8));
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).startsWith("--map: ");
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        map.write(event, 0, event.length, out);
        byte[] mapped = out.toByteArray();
        assertThat(new String(mapped, UTF_8)).doesNotContain("\n");
        if (tape.scan(event, 0, event.length)) {
            assertThat(tape.scan(mapped, 0, mapped.length))
                    .as("%s is JSON", new String(mapped, UTF_8))
                    .isTrue();
        } else {
            assertThat(mapped).hasSameSizeAs(event);
        }
    }
}
