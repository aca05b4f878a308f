package io.sluice.registry;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A write key itself: {@code slk_} and 32 random bytes. It is shown once, to whoever asked for it,
 * and stored nowhere. Never shown by {@link #toString()}.
 */
public final class WriteKeySecret {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Tells people, and scanners of source code, what this is. */
    private static final String PREFIX = "slk_";

    private static final int RANDOM_BYTES = 32;
    private static final int ENDING = 4;
    private final String value;

    private WriteKeySecret(String value) {
        this.value = value;
    }

    static WriteKeySecret make() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new WriteKeySecret(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The key; hand it to its owner and keep no copy. */
    public String reveal() {
        return value;
    }

    WriteKeyHash hash() {
        return WriteKeyHash.of(value);
    }

    /** By which its owner recognizes it in a list; 24 of its 256 bits. */
    String ending() {
        return value.substring(value.length() - ENDING);
    }

    @Override
    public String toString() {
        return "*****";
    }
}
