package io.sluice.console;

import io.sluice.console.page.PageSettings;
import io.sluice.events.DuplicateKeys;
import io.sluice.runtime.Secret;
import io.sluice.runtime.Section;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the admin API and the page listen, who may use it, and how much one call may ask.
 *
 * @param host the address to bind; 127.0.0.1 by default: it speaks plain HTTP
 * @param port 0 to 65535; 0 takes a free one
 * @param token what every call has to show
 * @param maxConnections open connections; one more closes the oldest
 * @param maxBodyBytes of a request
 * @param scanRecords records that one call reads at most, of dead letters
 * @param scanLimit how long a call may read topics
 * @param duplicateKeys as the doors have it, for what is replayed
 * @param page limits of the page
 */
public record ConsoleSettings(
        String host,
        int port,
        AdminToken token,
        int maxConnections,
        int maxBodyBytes,
        int scanRecords,
        Duration scanLimit,
        DuplicateKeys duplicateKeys,
        PageSettings page) {
    private static final int CONNECTIONS = 200;
    private static final int BODY_BYTES = 1 << 20;
    private static final int SCAN_RECORDS = 10_000;
    private static final Duration SCAN_LIMIT = Duration.ofSeconds(20);

    /** Settings of this machine, on a free port. */
    public static ConsoleSettings local(AdminToken token) {
        return new ConsoleSettings(
                "127.0.0.1",
                0,
                token,
                CONNECTIONS,
                BODY_BYTES,
                SCAN_RECORDS,
                SCAN_LIMIT,
                DuplicateKeys.REFUSE,
                PageSettings.DEFAULT);
    }

    /** Reads the section; what is wrong goes to its problems. */
    public static ConsoleSettings read(Section section) {
        return new ConsoleSettings(
                section.text("host", "127.0.0.1"),
                section.integer("port", 8090, 0, 65_535),
                token(section),
                section.integer("max-connections", CONNECTIONS, 1, 100_000),
                (int) section.bytes("max-body", BODY_BYTES, 1024, 64 << 20),
                section.integer("scan-records", SCAN_RECORDS, 100, 1_000_000),
                section.duration(
                        "scan-limit", SCAN_LIMIT, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                section.choice("duplicate-keys", DuplicateKeys.class, DuplicateKeys.REFUSE),
                PageSettings.read(section.section("page")));
    }

    /** There is no default: whoever knew it could take any app's events. */
    private static AdminToken token(Section section) {
        Secret text = section.secret("token");
        String sha256 = section.text("token-sha256", "");
        Optional<AdminToken> token = Optional.empty();
        if (!text.isEmpty()) {
            token = AdminToken.of(text.reveal());
        } else if (!sha256.isEmpty()) {
            token = AdminToken.ofSha256(sha256);
        } else {
            section.problem(
                    "token",
                    "",
                    "must be set: the admin API has no default token",
                    "write token, token-file or token-sha256, say token: ${SLUICE_ADMIN_TOKEN}");
            return AdminToken.random();
        }
        if (token.isEmpty()) {
            section.problem(
                    "token",
                    "",
                    "is no token: %d characters or more, or the 64 hexadecimal digits of its SHA-256"
                            .formatted(AdminToken.MIN_CHARACTERS),
                    "make one: openssl rand -hex 32");
        }
        return token.orElseGet(AdminToken::random);
    }
}
