package io.sluice.sink;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is not HTTP. */
final class BadRequest {
    private final Door door;

    BadRequest(Door door) {
        this.door = door;
    }

    void answer(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        Answer answer =
                switch (cause) {
                    case TooLongHttpLineException line ->
                            Answer.refusal(414, "uri_too_long", "the request line is too long");
                    case TooLongHttpHeaderException headers ->
                            Answer.refusal(431, "headers_too_large", "the headers are too large");
                    case null, default ->
                            Answer.refusal(400, "bad_request", "this is not a valid HTTP request");
                };
        new Reply(request, door).fatal(answer);
    }
}
