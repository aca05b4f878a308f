package io.sluice.sink;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One {@code POST /v1/events}, from its head to its answer. Used on one event loop only.
 *
 * <pre>
 * head -> key -> room -> body -> check -> dead letters -> chunks -> answer
 *           401    503     413     400              503         503      202
 * </pre>
 */
final class IngestRequest {
    private static final Logger LOG = LoggerFactory.getLogger(IngestRequest.class);
    private static final CharSequence TAG = HttpHeaders.createOptimized("x-sluice-tag");
    private static final int MAX_TAG = 512;

    private final Door door;
    private final HttpServerRequest request;
    private final Reply reply;
    private final BodyCollector collector;
    private final long startNanos = System.nanoTime();
    private final long receivedMicros;
    private Framing framing = Framing.UNTOLD;
    private String tag = "";
    private String app = "";
    private boolean bodyComplete;
    private boolean refused;

    IngestRequest(Door door, HttpServerRequest request) {
        this.door = door;
        this.request = request;
        this.reply = new Reply(request, door);
        this.collector = new BodyCollector(door.room, door.settings.http().maxBodyBytes());
        this.receivedMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    }

    void start() {
        Optional<Answer> wrong = RequestHead.check(request, door.settings.http());
        if (wrong.isPresent()) {
            reply.early(wrong.get());
            return;
        }
        framing = RequestHead.framing(request).orElse(Framing.UNTOLD);
        String sent = request.getHeader(TAG);
        tag = sent == null ? "" : sent;
        if (!RequestHead.isTag(tag, MAX_TAG)) {
            reply.early(
                    Answer.refusal(
                            400,
                            "invalid_tag",
                            "X-Sluice-Tag holds at most 512 printable ASCII characters"));
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

    private void answered(AsyncResult<Access> access) {
        if (reply.isOver()) {
            return;
        }
        known(access.succeeded() ? access.result() : new Access.Unknown("the registry failed"));
    }

    private void known(Access access) {
        switch (access) {
            case Access.Granted granted -> {
                app = granted.app();
                takeBody();
            }
            case Access.Denied denied ->
                    refuse(Answer.refusal(401, "unauthorized", "this write key is unknown"));
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

    private void takeBody() {
        if (!collector.announce(RequestHead.contentLength(request))) {
            full();
            return;
        }
        request.handler(this::piece);
        request.endHandler(end -> complete());
        if (RequestHead.expectsContinue(request)) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void piece(Buffer piece) {
        if (refused) {
            return;
        }
        switch (collector.add(piece)) {
            case TAKEN -> {}
            case TOO_LARGE -> refuse(RequestHead.tooLarge(door.settings.http().maxBodyBytes()));
            case NO_ROOM -> full();
        }
    }

    private void full() {
        refuse(busy());
    }

    private static Answer busy() {
        return Answer.refusal(
                503, "busy", "too much is under way at this door: send it again later");
    }

    /** Answers before the body has ended. */
    private void refuse(Answer answer) {
        refused = true;
        door.unanswered.remove(this);
        collector.release();
        reply.early(answer);
    }

    private void complete() {
        if (refused || reply.isOver()) {
            return;
        }
        bodyComplete = true;
        try {
            byte[] bytes = collector.body();
            long start = System.nanoTime();
            CheckedBody body = door.check.check(bytes, framing);
            door.metrics.checked(bytes.length, body, System.nanoTime() - start);
            if (!collector.holdRefusals(body.refused().size())) {
                finish(busy());
            } else if (!tag.isEmpty() && body.acceptedBytes() > door.kafka.maxRecordBytes()) {
                finish(
                        Answer.refusal(
                                413,
                                "too_large",
                                "the events of a tagged request must fit one record of %d bytes"
                                        .formatted(door.kafka.maxRecordBytes())));
            } else if (body.refused().isEmpty()) {
                publish(body);
            } else {
                door.letters
                        .publish(app, body, tag, receivedMicros)
                        .onSuccess(done -> publish(body))
                        .onFailure(this::notPublished);
            }
        } catch (BodyException noEvents) {
            finish(noEvents.answer());
        }
    }

    private void publish(CheckedBody body) {
        Pending pending = new Pending(failure -> published(body, failure));
        if (!tag.isEmpty()) {
            door.packer.addTagged(app, body, receivedMicros, tag, pending);
        } else {
            door.packer.add(app, body, receivedMicros, pending);
        }
    }

    private void published(CheckedBody body, @Nullable Throwable failure) {
        if (failure == null) {
            finish(Answer.of(body, door.settings.http().maxErrorsListed()));
        } else {
            notPublished(failure);
        }
    }

    private void notPublished(Throwable failure) {
        // Told apart for the sender; either way the whole request may be sent again.
        boolean absent = failure instanceof TopicAbsentException;
        finish(
                Answer.refusal(
                        503,
                        absent ? "not_ready" : "unavailable",
                        absent
                                ? "the app is being set up: send it again"
                                : "the events could not be stored now: send them again"));
        LOG.atDebug().setCause(failure).addKeyValue("app", app).log("request was not published");
    }

    /** Everything is settled: gives the room back, and answers if nobody has. */
    private void finish(Answer answer) {
        door.unanswered.remove(this);
        collector.release();
        reply.send(answer);
    }

    /** The connection broke. What is on its way to Kafka goes on; its room is given back then. */
    private void gone(Throwable cause) {
        door.unanswered.remove(this);
        reply.abandon();
        if (!bodyComplete && !refused) {
            collector.release();
        }
    }

    boolean expired(long nowNanos) {
        return nowNanos - startNanos > door.settings.http().requestDeadline().toNanos();
    }

    /** The deadline has passed. */
    void expire() {
        if (bodyComplete) {
            reply.send(
                    Answer.refusal(
                            503,
                            "unavailable",
                            "the events are not stored yet; they may be later: send them again"));
        } else {
            refuse(Answer.refusal(408, "timeout", "the body did not arrive in time"));
        }
    }
}
