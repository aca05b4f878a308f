package io.sluice.sink;

import java.util.Locale;
import java.util.Optional;

/** How a body is compressed. */
enum Encoding {
    IDENTITY,
    GZIP,
    /** A zlib stream, as the standard says; or the bare DEFLATE that some clients send. */
    DEFLATE,
    ZSTD;

    /** What a client may send; for the header Accept-Encoding of a 415. */
    static final String ACCEPTED = "gzip, deflate, zstd";

    /** From the header Content-Encoding; empty for any other, and for several at once. */
    static Optional<Encoding> of(String header) {
        Encoding found = IDENTITY;
        for (String part : header.split(",", -1)) {
            Optional<Encoding> one = one(part.strip().toLowerCase(Locale.ROOT));
            if (one.isEmpty() || one.get() != IDENTITY && found != IDENTITY) {
                return Optional.empty();
            }
            found = one.get() == IDENTITY ? found : one.get();
        }
        return Optional.of(found);
    }

    private static Optional<Encoding> one(String name) {
        return switch (name) {
            case "", "identity" -> Optional.of(IDENTITY);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }
}
