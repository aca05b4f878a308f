package io.sluice.sink;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * An answer of the door: always {@code {"accepted":N,"rejected":N,"errors":[…]}}.
 *
 * @param status the HTTP status
 * @param body JSON
 * @param retrySeconds for the header Retry-After; 0 where the door's own setting holds
 */
record Answer(int status, Buffer body, long retrySeconds) {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_RETRY = 86_400;

    Answer(int status, Buffer body) {
        this(status, body, 0);
    }

    /** The answer to a body whose events were checked and published. */
    static Answer of(CheckedBody body, int maxErrors) {
        int status = body.accepted() > 0 ? 202 : 400;
        String head = "{\"accepted\":" + body.accepted() + ",\"rejected\":" + body.refused().size();
        if (body.refused().isEmpty()) {
            return new Answer(status, Buffer.buffer(head + ",\"errors\":[]}"));
        }
        JsonArray errors = new JsonArray();
        for (Refusal refusal :
                body.refused().subList(0, Math.min(maxErrors, body.refused().size()))) {
            errors.add(
                    new JsonObject()
                            .put("position", refusal.position())
                            .put("code", refusal.code().code())
                            .put("message", refusal.message()));
        }
        return new Answer(status, Buffer.buffer(head + ",\"errors\":" + errors.encode() + "}"));
    }

    /** The answer to a request of which nothing was taken. */
    static Answer refusal(int status, String code, String message) {
        JsonObject error = new JsonObject().put("code", code).put("message", message);
        return new Answer(
                status,
                new JsonObject()
                        .put("accepted", 0)
                        .put("rejected", 0)
                        .put("errors", new JsonArray().add(error))
                        .toBuffer());
    }

    /** The answer to an app that has sent more than it may. */
    static Answer limited(Tenant.Excess excess) {
        long seconds = Math.clamp(Math.ceilDiv(excess.waitNanos(), SECOND), 1, LONGEST_RETRY);
        String message =
                switch (excess.limit()) {
                    case EVENTS ->
                            "this app may send %d events a second: send it again in %d s"
                                    .formatted(excess.rate(), seconds);
                    case BYTES ->
                            "this app may send %d bytes a second: send it again in %d s"
                                    .formatted(excess.rate(), seconds);
                    case SHARE ->
                            "this app has its share of all that is under way at this door: wait for"
                                    + " answers before you send more";
                };
        Answer answer = refusal(429, excess.limit().code(), message);
        return new Answer(answer.status(), answer.body(), seconds);
    }

    /** The answer to a probe. */
    static Answer status(int status, String word) {
        return new Answer(status, new JsonObject().put("status", word).toBuffer());
    }
}
