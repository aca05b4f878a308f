package io.sluice.sink;

import io.sluice.events.Lines;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a body is divided into events. */
enum Framing {
    /** One JSON document: an array holds many events, anything else is one. */
    JSON,
    /** One event a line. */
    NDJSON,
    /** The body itself has to tell. */
    UNTOLD;

    private static final Set<String> JSON_TYPES = Set.of("application/json", "text/json");
    private static final Set<String> NDJSON_TYPES =
            Set.of(
                    "application/x-ndjson",
                    "application/ndjson",
                    "application/x-jsonlines",
                    "application/jsonlines",
                    "application/jsonl");

    /** Form data is what curl claims to send unless told otherwise. */
    private static final Set<String> SILENT_TYPES =
            Set.of(
                    "",
                    "text/plain",
                    "application/octet-stream",
                    "application/x-www-form-urlencoded");

    private static final Set<String> CHARSETS = Set.of("utf-8", "utf8", "us-ascii");

    /** The framing that a Content-Type tells; empty for a type that cannot hold events. */
    static Optional<Framing> of(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        if (semicolon >= 0 && !speaksUtf8(contentType.substring(semicolon + 1))) {
            return Optional.empty();
        }
        String plain = type.strip().toLowerCase(Locale.ROOT);
        if (JSON_TYPES.contains(plain) || plain.endsWith("+json")) {
            return Optional.of(JSON);
        }
        if (NDJSON_TYPES.contains(plain)) {
            return Optional.of(NDJSON);
        }
        return SILENT_TYPES.contains(plain) ? Optional.of(UNTOLD) : Optional.empty();
    }

    private static boolean speaksUtf8(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String plain = parameter.strip().toLowerCase(Locale.ROOT);
            if (plain.startsWith("charset=")) {
                String charset = plain.substring("charset=".length()).replace("\"", "");
                return CHARSETS.contains(charset.strip());
            }
        }
        return true;
    }

    /**
     * The framing of a body whose Content-Type does not tell. A body that starts with a bracket is
     * an array. One that starts with a brace is taken for lines, unless its first line ends inside
     * the object and no later line starts another: then it is one object over several lines.
     */
    static Framing untold(byte[] body) {
        int first = Bytes.skipSpace(body, 0, body.length);
        if (first == body.length) {
            return NDJSON;
        }
        if (body[first] == '[') {
            return JSON;
        }
        if (body[first] != '{') {
            return NDJSON;
        }
        int newline = Lines.end(body, first, body.length);
        if (Nesting.closed(body, first, newline)) {
            return NDJSON;
        }
        for (int line = newline; line < body.length - 1; ) {
            if (body[line + 1] == '{') {
                return NDJSON;
            }
            line = Lines.end(body, line + 1, body.length);
        }
        return JSON;
    }
}
