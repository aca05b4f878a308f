package io.sluice.sink;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The body of a request whose app is known, from its first byte to the answer. Used on one event
 * loop only.
 */
final class IngestBody {
    private static final Logger LOG = LoggerFactory.getLogger(IngestBody.class);

    private final Door door;
    private final IngestRequest owner;
    private final HttpServerRequest request;
    private final Reply reply;
    private final Tenant tenant;
    private final String tag;
    private final Framing framing;
    private final Encoding encoding;
    private final long receivedMicros;
    private BodyCollector collector;
    private boolean complete;
    private boolean refused;

    /**
     * @param owner to be taken off the list of those that wait for an answer
     */
    IngestBody(
            Door door,
            IngestRequest owner,
            HttpServerRequest request,
            Reply reply,
            Tenant tenant,
            String tag) {
        this.door = door;
        this.owner = owner;
        this.request = request;
        this.reply = reply;
        this.tenant = tenant;
        this.tag = tag;
        framing = RequestHead.framing(request).orElse(Framing.UNTOLD);
        encoding = RequestHead.encoding(request).orElse(Encoding.IDENTITY);
        receivedMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        collector = door.collector(tenant);
    }

    void start() {
        if (!goesOn(collector.announce(RequestHead.contentLength(request)))) {
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
        if (!refused) {
            goesOn(collector.add(piece));
        }
    }

    /** Whether the body was taken so far; if not, it is refused. */
    private boolean goesOn(BodyCollector.Result result) {
        switch (result) {
            case TAKEN -> {
                return true;
            }
            case TOO_LARGE -> refuse(RequestHead.tooLarge(door.settings.http().maxBodyBytes()));
            case NO_ROOM -> refuse(busy());
            case SHARE_USED -> refuse(shareUsed());
        }
        return false;
    }

    private static Answer busy() {
        return Answer.refusal(
                503, "busy", "too much is under way at this door: send it again later");
    }

    private Answer shareUsed() {
        door.metrics.limited(Tenant.Limit.SHARE);
        return Answer.limited(new Tenant.Excess(Tenant.Limit.SHARE, 0, 0));
    }

    /** Answers before the body has ended. */
    private void refuse(Answer answer) {
        refused = true;
        door.unanswered.remove(owner);
        collector.release();
        reply.early(answer);
    }

    private void complete() {
        if (refused || reply.isOver()) {
            return;
        }
        complete = true;
        if (encoding == Encoding.IDENTITY) {
            door.turns.take(tenant, collector.length(), this::check);
        } else {
            inflate();
        }
    }

    private void inflate() {
        BodyCollector compressed = collector;
        BodyCollector inflated = door.collector(tenant);
        door.inflater
                .inflate(encoding, compressed, inflated)
                .onComplete(
                        done -> {
                            compressed.release();
                            collector = inflated;
                            if (done.succeeded()) {
                                inflated(done.result());
                            } else {
                                notInflated(done.cause());
                            }
                        });
    }

    private void notInflated(Throwable cause) {
        if (cause instanceof BodyException broken) {
            // What was done for it counts.
            tenant.took(1, collector.length(), System.nanoTime());
            finish(broken.answer());
        } else {
            LOG.atError().setCause(cause).log("a body met a bug while it was inflated");
            finish(Answer.refusal(503, "unavailable", "the body could not be read now"));
        }
    }

    private void inflated(BodyCollector.Result result) {
        switch (result) {
            case TAKEN -> door.turns.take(tenant, collector.length(), this::check);
            case TOO_LARGE -> finish(RequestHead.tooLarge(door.settings.http().maxBodyBytes()));
            case NO_ROOM -> finish(busy());
            case SHARE_USED -> finish(shareUsed());
        }
    }

    private void check() {
        if (reply.isOver()) {
            // Nobody waits for it, and nothing of it was sent on.
            finish(busy());
            return;
        }
        try {
            byte[] bytes = collector.body();
            long start = System.nanoTime();
            CheckedBody body = door.check.check(bytes, framing);
            long end = System.nanoTime();
            door.metrics.checked(bytes.length, body, end - start);
            tenant.took(body.accepted() + body.refused().size(), bytes.length, end);
            send(body);
        } catch (BodyException noEvents) {
            tenant.took(1, collector.length(), System.nanoTime());
            finish(noEvents.answer());
        }
    }

    private void send(CheckedBody body) {
        if (!collector.holdRefusals(body.refused().size())) {
            giveUp(body, busy());
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
                    .publish(tenant.app(), body, tag, receivedMicros)
                    .onSuccess(done -> publish(body))
                    .onFailure(failure -> notPublished(body, failure));
        }
    }

    private void publish(CheckedBody body) {
        Pending pending = new Pending(failure -> published(body, failure));
        if (!tag.isEmpty()) {
            door.packer.addTagged(tenant.app(), body, receivedMicros, tag, pending);
        } else {
            door.packer.add(tenant.app(), body, receivedMicros, pending);
        }
    }

    private void published(CheckedBody body, @Nullable Throwable failure) {
        if (failure == null) {
            finish(Answer.of(body, door.settings.http().maxErrorsListed()));
        } else {
            notPublished(body, failure);
        }
    }

    private void notPublished(CheckedBody body, Throwable failure) {
        // Told apart for the sender; either way the whole request may be sent again.
        boolean absent = failure instanceof TopicAbsentException;
        giveUp(
                body,
                Answer.refusal(
                        503,
                        absent ? "not_ready" : "unavailable",
                        absent
                                ? "the app is being set up: send it again"
                                : "the events could not be stored now: send them again"));
        LOG.atDebug()
                .setCause(failure)
                .addKeyValue("app", tenant.app())
                .log("request was not published");
    }

    private void giveUp(CheckedBody body, Answer answer) {
        tenant.gaveUp(body.accepted() + body.refused().size(), body.body().length);
        finish(answer);
    }

    /** Everything is settled: gives the room back, and answers if nobody has. */
    private void finish(Answer answer) {
        door.unanswered.remove(owner);
        collector.release();
        reply.send(answer);
    }

    /** The connection broke. What is on its way to Kafka goes on; its room is given back then. */
    void gone() {
        if (!complete && !refused) {
            collector.release();
        }
    }

    /** The deadline has passed. */
    void expire() {
        if (complete) {
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
