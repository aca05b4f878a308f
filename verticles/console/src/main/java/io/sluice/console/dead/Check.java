package io.sluice.console.dead;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.RejectCode;

/**
 * Whether a letter would be accepted today, by the rules of the door. One thread.
 *
 * @see #read
 */
final class Check {
    private final int maxEventBytes;
    private final JsonTape tape;
    private final Envelope envelope = new Envelope();

    /** What came out. */
    sealed interface Result {
        /** It is an event; as one line. */
        record Event(byte[] line) implements Result {}

        /** It would die again. */
        record Refused(String code, String detail) implements Result {}
    }

    Check(int maxEventBytes, DuplicateKeys duplicateKeys) {
        this.maxEventBytes = maxEventBytes;
        this.tape = new JsonTape(JsonTape.Limits.of(duplicateKeys));
    }

    Result read(Letter letter) {
        byte[] bytes = letter.letter().value();
        if (!letter.part().isEmpty()) {
            return new Result.Refused(
                    RejectCode.TOO_LARGE.code(), "piece " + letter.part() + " of a larger event");
        }
        if (letter.holdsRows()) {
            return new Result.Refused(
                    "rows",
                    "rows, not events: replay needs the events, which lie where their rows say");
        }
        if (bytes.length > maxEventBytes) {
            return new Result.Refused(
                    RejectCode.TOO_LARGE.code(), "an event may have " + maxEventBytes + " bytes");
        }
        if (!tape.scan(bytes, 0, bytes.length)) {
            return new Result.Refused(
                    tape.errorCode().code(), tape.errorDetail() + ", at byte " + tape.errorAt());
        }
        if (!envelope.read(tape)) {
            return new Result.Refused(envelope.errorCode().code(), envelope.errorDetail());
        }
        return new Result.Event(oneLine(bytes));
    }

    /** Line ends can only stand between tokens: inside of a string they are escaped. */
    private static byte[] oneLine(byte[] bytes) {
        byte[] line = bytes.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }
}
