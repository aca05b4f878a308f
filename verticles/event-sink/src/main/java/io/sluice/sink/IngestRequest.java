package io.sluice.sink;

import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import java.util.Optional;

/**
 * One {@code POST /v1/events}, from its head to the app that sent it; {@link IngestBody} goes on.
 * Used on one event loop only.
 *
 * <pre>
 * head -> key -> rate -> room -> body -> inflate -> check -> dead letters -> chunks -> answer
 *  4xx    401    429    429,503   413    400,413     400         503          503       202
 * </pre>
 */
final class IngestRequest {
    private static final CharSequence TAG = HttpHeaders.createOptimized("x-sluice-tag");
    private static final int MAX_TAG = 512;

    private final Door door;
    private final HttpServerRequest request;
    private final Reply reply;
    private final long startNanos = System.nanoTime();
    private Optional<IngestBody> body = Optional.empty();

    IngestRequest(Door door, HttpServerRequest request) {
        this.door = door;
        this.request = request;
        this.reply = new Reply(request, door);
    }

    void start() {
        Optional<Answer> wrong =
                RequestHead.check(request, door.settings.http())
                        .or(() -> RequestHead.isTag(tag(), MAX_TAG) ? Optional.empty() : badTag());
        if (wrong.isPresent()) {
            reply.early(wrong.get());
            return;
        }
        Optional<String> key = WriteKey.of(request.headers());
        if (key.isEmpty()) {
            reply.early(
                    Answer.refusal(
                            401,
                            "unauthorized",
                            "no write key: send it as Authorization: Bearer <key>"));
            return;
        }
        door.unanswered.add(this);
        request.exceptionHandler(this::gone);
        var access = door.keys.access(key.get());
        if (access.isComplete()) {
            known(access.result());
        } else {
            request.pause();
            access.onComplete(it -> door.context.runOnContext(hop -> answered(it)));
        }
    }

    private String tag() {
        String sent = request.getHeader(TAG);
        return sent == null ? "" : sent;
    }

    private static Optional<Answer> badTag() {
        return Optional.of(
                Answer.refusal(
                        400,
                        "invalid_tag",
                        "X-Sluice-Tag holds at most 512 printable ASCII characters"));
    }

    private void answered(AsyncResult<Access> access) {
        if (reply.isOver()) {
            return;
        }
        known(access.succeeded() ? access.result() : new Access.Unknown("the registry failed"));
    }

    private void known(Access access) {
        switch (access) {
            case Access.Granted(Tenant tenant) -> take(tenant);
            case Access.Denied denied ->
                    // Else every guess would cost this door a new connection.
                    reply.earlyButKeep(
                            Answer.refusal(401, "unauthorized", "this write key opens nothing"),
                            () -> door.unanswered.remove(this));
            case Access.Unknown unknown ->
                    refuse(
                            Answer.refusal(
                                    503,
                                    "unavailable",
                                    "the key cannot be checked now ("
                                            + unknown.reason()
                                            + "): send it again"));
        }
    }

    private void take(Tenant tenant) {
        Optional<Tenant.Excess> excess = tenant.excess(System.nanoTime());
        if (excess.isPresent()) {
            door.metrics.limited(excess.get().limit());
            reply.earlyButKeep(Answer.limited(excess.get()), () -> door.unanswered.remove(this));
            return;
        }
        IngestBody taken = new IngestBody(door, this, request, reply, tenant, tag());
        body = Optional.of(taken);
        taken.start();
    }

    private void refuse(Answer answer) {
        door.unanswered.remove(this);
        reply.early(answer);
    }

    private void gone(Throwable cause) {
        door.unanswered.remove(this);
        reply.abandon();
        body.ifPresent(IngestBody::gone);
    }

    boolean expired(long nowNanos) {
        return nowNanos - startNanos > door.settings.http().requestDeadline().toNanos();
    }

    /** The deadline has passed. */
    void expire() {
        body.ifPresentOrElse(
                IngestBody::expire,
                () -> refuse(Answer.refusal(408, "timeout", "the request did not end in time")));
    }
}
