package io.sluice.sink;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.Lines;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whatever a body is, each of its events is accepted or refused with its bytes, and what is
 * accepted is an event. The first line of the input is a Content-Type.
 */
class BodyFuzzTest {
    private static final int MAX_EVENT = 600;
    private static final int MAX_EVENTS = 40;
    private final BodyCheck check = new BodyCheck(MAX_EVENT, MAX_EVENTS, DuplicateKeys.REFUSE);
    private final JsonTape tape = new JsonTape(JsonTape.Limits.DEFAULT);
    private final Envelope envelope = new Envelope();

    @FuzzTest
    void everyEventIsAcceptedOrRefused(byte[] request) {
        int line = Lines.end(request, 0, request.length);
        Optional<Framing> framing = Framing.of(new String(request, 0, line, ISO_8859_1));
        byte[] body =
                Arrays.copyOfRange(request, Math.min(line + 1, request.length), request.length);
        for (Framing each : framing.map(List::of).orElse(List.of(Framing.values()))) {
            holds(body, each);
        }
    }

    private void holds(byte[] body, Framing framing) {
        CheckedBody checked;
        try {
            checked = check.check(body, framing);
        } catch (BodyException none) {
            assertThat(none.status()).isIn(400, 413);
            return;
        }
        assertThat(checked.accepted() + checked.refused().size()).isBetween(1, MAX_EVENTS);
        assertThat(Answer.of(checked, 3).status()).isIn(202, 400);
        int before = 0;
        long bytes = 0;
        for (int i = 0; i < checked.accepted(); i++) {
            int start = checked.start(i);
            int end = checked.end(i);
            assertThat(start).isGreaterThanOrEqualTo(before);
            assertThat(end - start).isBetween(1, MAX_EVENT);
            assertThat(tape.scan(body, start, end) && envelope.read(tape)).isTrue();
            bytes += end - start + (i == 0 ? 0 : 1);
            before = end;
        }
        assertThat(checked.acceptedBytes()).isEqualTo(bytes);
        for (Refusal refusal : checked.refused()) {
            assertThat(refusal.message()).isNotBlank();
            assertThat(refusal.start()).isBetween(0, body.length);
            assertThat(refusal.end()).isBetween(refusal.start(), body.length);
        }
    }
}
