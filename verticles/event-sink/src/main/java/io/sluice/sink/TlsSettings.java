package io.sluice.sink;

import io.sluice.runtime.Section;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the certificates of the door are.
 *
 * @param certificate a PEM file: the door's certificate, then those that lead to its authority
 * @param key a PEM file: its private key, in PKCS#8 or the older form of RSA or EC keys
 * @param reload how often both files are looked at; when they have changed, new connections get the
 *     new certificate
 */
public record TlsSettings(String certificate, String key, Duration reload) {
    /** Empty where no file is named: then the door speaks plain HTTP. */
    static Optional<TlsSettings> read(Section section) {
        String certificate = section.text("certificate", "");
        String key = section.text("key", "");
        Duration reload =
                section.duration(
                        "reload",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofDays(1));
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            section.problem(
                    certificate.isEmpty() ? "certificate" : "key",
                    "",
                    "is missing: TLS takes both",
                    "name a PEM file, or leave out both");
            return Optional.empty();
        }
        return Optional.of(new TlsSettings(certificate, key, reload));
    }
}
