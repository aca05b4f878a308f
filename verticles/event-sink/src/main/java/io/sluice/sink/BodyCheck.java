package io.sluice.sink;

import io.sluice.events.DuplicateKeys;
import io.sluice.events.Envelope;
import io.sluice.events.JsonTape;
import io.sluice.events.Lines;
import io.sluice.events.RejectCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divides a body into events and checks each: JSON strictly, then the envelope. Owned by one
 * verticle instance; a body is checked in one go.
 */
final class BodyCheck {
    private final int maxEventBytes;
    private final int maxEvents;
    private final JsonTape tape;
    private final Envelope envelope = new Envelope();
    private byte[] body = {};
    private int[] ranges = {};
    private int accepted;
    private long acceptedBytes;
    private List<Refusal> refused = List.of();

    /**
     * @param maxEventBytes bytes that one event may have
     * @param maxEvents events that one body may have
     * @param duplicateKeys whether an object may have a key twice
     */
    BodyCheck(int maxEventBytes, int maxEvents, DuplicateKeys duplicateKeys) {
        this.maxEventBytes = maxEventBytes;
        this.maxEvents = maxEvents;
        this.tape = new JsonTape(JsonTape.Limits.of(duplicateKeys));
    }

    /**
     * Checks all events of a body.
     *
     * @throws BodyException if it holds no event at all or too many
     */
    CheckedBody check(byte[] bytes, Framing framing) throws BodyException {
        body = bytes;
        ranges = new int[16];
        accepted = 0;
        acceptedBytes = 0;
        refused = new ArrayList<>(0);
        Framing known = framing == Framing.UNTOLD ? Framing.untold(bytes) : framing;
        int first = Bytes.skipSpace(body, 0, body.length);
        if (first == body.length) {
            throw new BodyException(
                    400, "empty_body", "the body is empty: send at least one event");
        }
        if (known == Framing.NDJSON) {
            lines();
        } else if (body[first] == '[') {
            elements(first);
        } else {
            document(first);
        }
        boolean lines = known == Framing.NDJSON;
        return new CheckedBody(body, ranges, lines, accepted, acceptedBytes, refused);
    }

    private void lines() throws BodyException {
        int position = 0;
        for (int start = 0; start < body.length; ) {
            int newline = Lines.end(body, start, body.length);
            int from = Bytes.skipSpace(body, start, newline);
            if (from < newline) {
                limit(position);
                // What a line is refused with are the bytes as they came, but for the line's end.
                int end = newline > from && body[newline - 1] == '\r' ? newline - 1 : newline;
                event(position, start, end, "");
                position++;
            }
            start = newline + 1;
        }
    }

    private void elements(int bracket) throws BodyException {
        int position = 0;
        int at = Bytes.skipSpace(body, bracket + 1, body.length);
        if (at < body.length && body[at] == ']') {
            nothingAfter(at + 1, position);
            if (refused.isEmpty()) {
                throw new BodyException(
                        400, "empty_body", "the array is empty: send at least one event");
            }
            return;
        }
        while (true) {
            limit(position);
            int stop = Nesting.elementEnd(body, at, body.length);
            int from = Bytes.skipSpace(body, at, stop);
            event(position, from, Bytes.trimEnd(body, from, stop), "");
            if (brokenArray(position)) {
                return;
            }
            if (stop == body.length) {
                refuseWhole(
                        position, RejectCode.INVALID_JSON, stop, "the body ends inside the array");
                return;
            }
            if (body[stop] == '}') {
                refuseWhole(position, RejectCode.INVALID_JSON, stop, "expected , or ], not '}'");
                return;
            }
            if (body[stop] == ']') {
                nothingAfter(stop + 1, position);
                return;
            }
            position++;
            at = stop + 1;
        }
    }

    /** A syntax error in one element leaves it open where the next one starts: refuse it all. */
    private boolean brokenArray(int position) {
        if (refused.isEmpty() || refused.getLast().position() != position) {
            return false;
        }
        RejectCode code = refused.getLast().code();
        if (code != tape.errorCode() || !tape.lostItsWay()) {
            return false;
        }
        refuseWhole(position, code, tape.errorAt(), tape.errorDetail());
        return true;
    }

    private void nothingAfter(int from, int position) {
        int rest = Bytes.skipSpace(body, from, body.length);
        if (rest < body.length) {
            refuseWhole(
                    position,
                    RejectCode.INVALID_JSON,
                    rest,
                    "something stands after the end of the array");
        }
    }

    private void refuseWhole(int position, RejectCode code, int at, String detail) {
        accepted = 0;
        acceptedBytes = 0;
        refused = new ArrayList<>(1);
        refused.add(
                new Refusal(
                        position,
                        0,
                        body.length,
                        code,
                        "not JSON at byte %d of the body: %s; nothing of the array was taken"
                                .formatted(at, detail)));
    }

    private void document(int first) {
        String hint = "; for several events send application/x-ndjson or an array";
        int end = Bytes.trimEnd(body, first, body.length);
        event(0, first, end, Lines.end(body, first, end) < end ? hint : "");
    }

    private void limit(int position) throws BodyException {
        if (position >= maxEvents) {
            throw new BodyException(
                    413,
                    "too_many_events",
                    "more than %d events in one body: send several".formatted(maxEvents));
        }
    }

    private void event(int position, int start, int end, String hint) {
        int from = Bytes.skipSpace(body, start, end);
        int stop = Bytes.trimEnd(body, from, end);
        if (stop - from > maxEventBytes) {
            String message =
                    "an event of %d bytes: at most %d are allowed"
                            .formatted(stop - from, maxEventBytes);
            refused.add(new Refusal(position, start, end, RejectCode.TOO_LARGE, message));
        } else if (!tape.scan(body, from, stop)) {
            String message =
                    tape.errorDetail()
                            + " (at byte "
                            + (tape.errorAt() - from)
                            + " of the event)"
                            + (tape.errorCode() == RejectCode.INVALID_JSON ? hint : "");
            refused.add(new Refusal(position, start, end, tape.errorCode(), message));
        } else if (!envelope.read(tape)) {
            refused.add(
                    new Refusal(
                            position, start, end, envelope.errorCode(), envelope.errorDetail()));
        } else {
            accept(from, stop);
        }
    }

    private void accept(int from, int stop) {
        if (2 * accepted == ranges.length) {
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        ranges[2 * accepted] = from;
        ranges[2 * accepted + 1] = stop;
        acceptedBytes += stop - from + (accepted == 0 ? 0 : 1);
        accepted++;
    }
}
