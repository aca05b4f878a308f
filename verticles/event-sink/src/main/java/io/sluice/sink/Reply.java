package io.sluice.sink;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.util.concurrent.TimeUnit;

/** The one answer of a request: whoever comes first gives it. Used on one event loop only. */
final class Reply {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    private static final long SMALL = 64 * 1024;
    private static final long LINGER_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final HttpServerRequest request;
    private final Door door;
    private boolean over;
    private boolean ended;
    private long discarded;

    Reply(HttpServerRequest request, Door door) {
        this.request = request;
        this.door = door;
    }

    boolean isOver() {
        return over;
    }

    /** Nobody is left to answer. */
    void abandon() {
        over = true;
        ended = true;
    }

    /** Answers a request whose body has been read. */
    void send(Answer answer) {
        if (begin(answer)) {
            ended = true;
            request.response().end(body(answer));
        }
    }

    /**
     * Answers before the body has been read, and closes the connection. What still comes is read
     * and thrown away for a moment: closing at once would reset the connection, and the client
     * would never see the answer.
     */
    void early(Answer answer) {
        if (!begin(answer)) {
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONNECTION, CLOSE);
        if (request.isEnded() || request.method().equals(HttpMethod.HEAD)) {
            ended = true;
            response.end(body(answer));
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length()));
        response.write(answer.body());
        request.exceptionHandler(broken -> ended = true);
        request.endHandler(end -> end());
        request.handler(this::discard);
        request.resume();
        door.context.owner().setTimer(LINGER_MILLIS, late -> end());
    }

    /**
     * Answers before the body has been read, but reads it and keeps the connection where the body
     * is announced as small: a client that is told to slow down should not have to connect anew,
     * nor should one with a wrong key make the door do so.
     *
     * @param done is called when it is answered
     */
    void earlyButKeep(Answer answer, Runnable done) {
        long length = RequestHead.contentLength(request);
        if (length < 0 || length > SMALL || RequestHead.expectsContinue(request)) {
            early(answer);
            done.run();
            return;
        }
        request.handler(piece -> {});
        request.endHandler(
                end -> {
                    send(answer);
                    done.run();
                });
        request.resume();
    }

    /** Answers what cannot be read on as HTTP, and closes the connection. */
    void fatal(Answer answer) {
        if (begin(answer)) {
            ended = true;
            request.response().putHeader(HttpHeaders.CONNECTION, CLOSE);
            request.response().end(body(answer)).onComplete(sent -> request.connection().close());
        }
    }

    private void discard(Buffer piece) {
        discarded += piece.length();
        if (discarded > 2L * door.settings.http().maxBodyBytes()) {
            end();
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            request.response().end();
        }
    }

    private boolean begin(Answer answer) {
        if (over) {
            return false;
        }
        over = true;
        door.metrics.answered(answer.status());
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return false;
        }
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        if (door.leaving) {
            response.putHeader(HttpHeaders.CONNECTION, CLOSE);
        }
        switch (answer.status()) {
            case 429, 503 ->
                    response.putHeader(
                            HttpHeaders.RETRY_AFTER, Long.toString(retrySeconds(answer)));
            case 415 -> response.putHeader(HttpHeaders.ACCEPT_ENCODING, Encoding.ACCEPTED);
            case 401 -> response.putHeader("www-authenticate", "Bearer");
            default -> {}
        }
        return true;
    }

    private long retrySeconds(Answer answer) {
        return Math.max(answer.retrySeconds(), door.settings.http().retryAfter().toSeconds());
    }

    private Buffer body(Answer answer) {
        return request.method().equals(HttpMethod.HEAD) ? Buffer.buffer() : answer.body();
    }
}
