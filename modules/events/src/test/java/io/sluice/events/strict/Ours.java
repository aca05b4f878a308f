package io.sluice.events.strict;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.JsonTape;
import io.sluice.events.RejectCode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * What our scanner made of a document.
 *
 * @param refusal why it was refused; empty if it was not
 * @param at the byte that the refusal names
 */
record Ours(Reading reading, Optional<RejectCode> refusal, int at) {
    private static final int BEFORE = 3;
    private static final JsonTape TAPE = new JsonTape(JsonTape.Limits.DEFAULT);

    /** Scans the document amid other bytes, which a scanner that reads too far would take. */
    static Ours read(byte[] json) {
        byte[] amid = ("[1,%s\"}]".formatted("\0".repeat(json.length))).getBytes(UTF_8);
        System.arraycopy(json, 0, amid, BEFORE, json.length);
        if (TAPE.scan(amid, BEFORE, BEFORE + json.length)) {
            return new Ours(reading(TAPE), Optional.empty(), -1);
        }
        return new Ours(Reading.REFUSED, Optional.of(TAPE.errorCode()), TAPE.errorAt() - BEFORE);
    }

    boolean refusedWith(RejectCode code) {
        return refusal.equals(Optional.of(code));
    }

    /** In the form of {@link Torture#verdict}. */
    String verdict() {
        return refusal.map(code -> code.name().toLowerCase(Locale.ROOT) + "@" + at).orElse("valid");
    }

    private static Reading reading(JsonTape tape) {
        Reading.Log log = new Reading.Log();
        Deque<Integer> open = new ArrayDeque<>();
        for (int token = 0; token < tape.size(); token++) {
            closeBefore(token, tape, open, log);
            switch (tape.kind(token)) {
                case OBJECT, ARRAY -> {
                    log.open((char) tape.json()[tape.start(token)]);
                    open.push(token);
                }
                case KEY -> log.key(new String(tape.text(token), UTF_8));
                case STRING -> log.string(new String(tape.text(token), UTF_8));
                default -> log.plain(raw(tape, token));
            }
        }
        closeBefore(tape.size(), tape, open, log);
        return log.reading();
    }

    private static void closeBefore(
            int token, JsonTape tape, Deque<Integer> open, Reading.Log log) {
        while (!open.isEmpty() && tape.next(open.element()) <= token) {
            log.close((char) tape.json()[tape.end(open.pop()) - 1]);
        }
    }

    private static String raw(JsonTape tape, int token) {
        int start = tape.start(token);
        return new String(tape.json(), start, tape.end(token) - start, UTF_8);
    }
}
