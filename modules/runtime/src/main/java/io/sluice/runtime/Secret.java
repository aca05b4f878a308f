package io.sluice.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password or key out of the settings. Its text never reaches a log: only {@link #reveal()} gives
 * it, and that call is easy to search for.
 */
public final class Secret {
    static final String MASK = "*****";
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself; hand it to the client that needs it and keep no copy. */
    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** Compares in a time that does not depend on where the texts differ. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8),
                        secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
