package io.sluice.registry;

import io.sluice.schema.TableSchema;

/** Why a call of the registry failed. A lost race is no failure: see {@link Commit.Conflict}. */
public final class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Kind {
        /** The registry cannot be reached or is overloaded: back off and try again. */
        UNAVAILABLE,
        /** The registry refused the call, and would refuse it again. */
        REFUSED
    }

    private final Kind kind;

    public RegistryException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public RegistryException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static RegistryException refused(String message) {
        return new RegistryException(Kind.REFUSED, message);
    }

    static RegistryException unknownApp(String app) {
        return refused("There is no app '" + app + "': make it with ensureApp first.");
    }

    static RegistryException keyOfAnother() {
        return refused("The write key belongs to another app.");
    }

    static RegistryException tooManyKeys(String app) {
        return refused(
                "The app '%s' has %d active write keys: revoke one first."
                        .formatted(app, AppDirectory.MAX_ACTIVE_KEYS));
    }

    static RegistryException noActiveKey(String app, String keyId) {
        return refused("The app '%s' has no active write key '%s'.".formatted(app, keyId));
    }

    static RegistryException unknownTable(TableSchema next) {
        return refused("There is no table " + next.table() + " of app '" + next.app() + "'.");
    }
}
