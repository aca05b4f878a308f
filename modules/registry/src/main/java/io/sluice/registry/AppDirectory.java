package io.sluice.registry;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Apps with their settings and write keys, and the record of who changed what. Each change is
 * written down together with itself, and told as {@link News.App}. Thread-safe; fails as {@link
 * Registry} does.
 *
 * <p>{@code by} is who makes the change: 1 to 256 characters.
 */
public interface AppDirectory {
    /** The most keys of an app that open its door at one time; a further one is refused. */
    int MAX_ACTIVE_KEYS = 100;

    /** All apps, by name. */
    Future<List<AppRecord>> list();

    /** One app; empty if there is none of this name. */
    Future<Optional<AppRecord>> find(String app);

    /**
     * Creates an app, or changes its settings, if nobody else did meanwhile.
     *
     * @param expectedRevision the revision that the change starts from; 0 where the app must not
     *     exist yet
     */
    Future<AppChange> put(String app, AppSettings settings, int expectedRevision, String by);

    /** The keys of an app, revoked ones too, the oldest first. */
    Future<List<WriteKeyRecord>> keys(String app);

    /**
     * Makes a key. Refused where there is no such app, or where it has {@link #MAX_ACTIVE_KEYS}.
     *
     * @param expiresAt from when on it opens nothing
     */
    Future<NewWriteKey> createKey(String app, Optional<Instant> expiresAt, String by);

    /**
     * Makes a key in the place of another, which goes on for a while. Refused where the app has no
     * such active key.
     *
     * @param keyId the key to replace
     * @param overlap how long it goes on; it may end earlier, if it would have anyway
     * @param expiresAt from when on the new one opens nothing
     */
    Future<NewWriteKey> rotateKey(
            String app, String keyId, Duration overlap, Optional<Instant> expiresAt, String by);

    /** Takes a key back for ever; empty if the app has no such key. */
    Future<Optional<WriteKeyRecord>> revokeKey(String app, String keyId, String by);

    /** What these keys open; those that open nothing (now, or ever) are left out. */
    Future<Map<WriteKeyHash, KeyGrant>> grants(Collection<WriteKeyHash> keys);

    /** Puts a change on record that was made elsewhere. */
    Future<Void> note(AuditNote note);

    /**
     * Changes on record, the newest first.
     *
     * @param app only those of this app
     * @param before only those with a smaller number; {@link Long#MAX_VALUE} for the newest
     * @param limit at most so many, 1 or more
     */
    Future<List<AuditRecord>> audit(Optional<String> app, long before, int limit);
}
