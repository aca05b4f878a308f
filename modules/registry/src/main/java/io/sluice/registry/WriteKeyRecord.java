package io.sluice.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be shown of a write key. Times are of the registry's clock.
 *
 * @param id names it, and opens nothing
 * @param createdBy who asked for it; empty for one out of a settings file
 * @param ending its last characters; empty for one out of a settings file
 * @param expiresAt from when on it opens nothing, where it does not go on for ever
 * @param revokedAt since when it opens nothing
 */
public record WriteKeyRecord(
        String id,
        String app,
        Instant createdAt,
        String createdBy,
        String ending,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    /** What a key is worth at a moment. */
    public enum State {
        /** It opens the door. */
        ACTIVE,
        /** Its time is over. */
        EXPIRED,
        /** It was taken back. */
        REVOKED
    }

    /** What the key is worth at this moment. */
    public State state(Instant now) {
        if (revokedAt.isPresent()) {
            return State.REVOKED;
        }
        boolean over = expiresAt.map(end -> !now.isBefore(end)).orElse(false);
        return over ? State.EXPIRED : State.ACTIVE;
    }
}
