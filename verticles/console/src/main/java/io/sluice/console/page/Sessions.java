package io.sluice.console.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in. Kept in memory alone: after a restart people sign in again. A session is looked
 * up by the hash of its secret, so the time of a look-up tells nothing of the secrets there are.
 * Thread-safe.
 */
public final class Sessions {
    private static final int SECRET_BYTES = 32;

    private final PageSettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * One of them.
     *
     * @param csrf what its page shows with each change; no other site can know it
     * @param until when it ends
     */
    public record Session(String csrf, Instant until) {
        /** Whether this is the text; the time it takes does not tell how much of it is. */
        public boolean matches(String shown) {
            return MessageDigest.isEqual(
                    csrf.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A new session with its secret, which is told this once. */
    record Opened(String secret, Session session) {}

    public Sessions(PageSettings settings) {
        this(settings, InstantSource.system());
    }

    Sessions(PageSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    synchronized Opened open() {
        Instant now = clock.instant();
        sessions.values().removeIf(it -> !now.isBefore(it.until()));
        if (sessions.size() >= settings.maxSessions()) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        String secret = secret();
        Session session = new Session(secret(), now.plus(settings.sessionLimit()));
        sessions.put(hash(secret), session);
        return new Opened(secret, session);
    }

    /** The session of this secret, if there is one and it has not ended. */
    public synchronized Optional<Session> find(String secret) {
        return Optional.ofNullable(sessions.get(hash(secret)))
                .filter(it -> clock.instant().isBefore(it.until()));
    }

    synchronized void end(String secret) {
        sessions.remove(hash(secret));
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
