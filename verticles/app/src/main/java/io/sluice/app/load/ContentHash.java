package io.sluice.app.load;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over how a file is read and over its content so far. Two files that begin alike have the
 * same hashes as long as they are alike, whatever their names. Owned by one thread.
 */
final class ContentHash {
    private static final int HEX_DIGITS = 32;
    private final MessageDigest digest;

    /**
     * @param reading all that decides what becomes of the content beside the content: app, map, and
     *     a salt where the content is to be loaded again
     */
    ContentHash(String reading) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        digest.update(reading.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    void add(byte[] bytes, int from, int to) {
        digest.update(bytes, from, to - from);
    }

    /** The first half of the hash of what was added so far. */
    String hex() {
        try {
            byte[] hash = ((MessageDigest) digest.clone()).digest();
            return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
        } catch (CloneNotSupportedException everyJdkDoes) {
            throw new IllegalStateException(everyJdkDoes);
        }
    }
}
