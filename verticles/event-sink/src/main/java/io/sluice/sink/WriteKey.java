package io.sluice.sink;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Finds the write key of a request. */
final class WriteKey {
    private static final int MAX_LENGTH = 512;
    private static final CharSequence HEADER = HttpHeaders.createOptimized("x-write-key");

    private WriteKey() {}

    /**
     * The key from {@code Authorization: Bearer <key>}, {@code Authorization: Basic} with the key
     * as user name, or {@code X-Write-Key: <key>}; empty where there is none.
     */
    static Optional<String> of(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        Optional<String> key =
                authorization == null
                        ? Optional.ofNullable(headers.get(HEADER))
                        : ofAuthorization(authorization);
        return key.map(String::strip).filter(it -> !it.isEmpty() && it.length() <= MAX_LENGTH);
    }

    private static Optional<String> ofAuthorization(String header) {
        int space = header.indexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        String scheme = header.substring(0, space);
        String rest = header.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return Optional.of(rest);
        }
        return scheme.equalsIgnoreCase("Basic") ? user(rest) : Optional.empty();
    }

    private static Optional<String> user(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(colon < 0 ? pair : pair.substring(0, colon));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
