package io.sluice.sink;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import java.util.List;
import java.util.Optional;

/** What the head of a request tells. */
final class RequestHead {
    private RequestHead() {}

    /** What is wrong with the head, if anything; the key aside. */
    static Optional<Answer> check(HttpServerRequest request, SinkSettings.Http limits) {
        if (encoding(request).isEmpty()) {
            return Optional.of(
                    Answer.refusal(
                            415,
                            "unsupported_encoding",
                            "Content-Encoding may be one of " + Encoding.ACCEPTED));
        }
        if (framing(request).isEmpty()) {
            return Optional.of(
                    Answer.refusal(
                            415,
                            "unsupported_type",
                            "Content-Type must be application/json (one event or an array of"
                                    + " them) or application/x-ndjson (one event a line), in"
                                    + " UTF-8"));
        }
        return contentLength(request) > limits.maxBodyBytes()
                ? Optional.of(tooLarge(limits.maxBodyBytes()))
                : Optional.empty();
    }

    static Answer tooLarge(int maxBodyBytes) {
        return Answer.refusal(
                413,
                "too_large",
                "a body may have at most " + maxBodyBytes + " bytes: send several");
    }

    static Optional<Framing> framing(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return Framing.of(type == null ? "" : type);
    }

    static Optional<Encoding> encoding(HttpServerRequest request) {
        List<String> sent = request.headers().getAll(HttpHeaders.CONTENT_ENCODING);
        return Encoding.of(String.join(",", sent));
    }

    /** The announced length, or -1. */
    static long contentLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException countedInstead) {
            return -1;
        }
    }

    static boolean expectsContinue(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        return expect != null && expect.equalsIgnoreCase("100-continue");
    }

    /** Whether this is printable ASCII of at most that length. */
    static boolean isTag(String tag, int maxLength) {
        return tag.length() <= maxLength && tag.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }
}
