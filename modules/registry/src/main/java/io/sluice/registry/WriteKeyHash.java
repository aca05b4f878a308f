package io.sluice.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A write key as it is stored: SHA-256 of the key. A slow hash with salt is for what can be
 * guessed; keys are 32 random bytes ({@link WriteKeySecret}), which cannot, and each request needs
 * the hash. A key out of a settings file should be as random.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record WriteKeyHash(String hex) {
    public static WriteKeyHash of(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return new WriteKeyHash(
                    HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Equal, in a time that does not tell how much of it is. */
    public boolean matches(WriteKeyHash other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII),
                other.hex.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first digits only: hashes do not belong into logs. */
    @Override
    public String toString() {
        return "WriteKeyHash[" + hex.substring(0, Math.min(6, hex.length())) + "...]";
    }
}
