package io.sluice.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The token that opens the admin API, known by its SHA-256 alone. It has to be random and long, so
 * a fast hash suffices. Immutable; never shown by {@link #toString()}.
 */
public final class AdminToken {
    /** Shorter ones could be guessed. */
    public static final int MIN_CHARACTERS = 20;

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private final byte[] sha256;

    private AdminToken(byte[] sha256) {
        this.sha256 = sha256;
    }

    /** The token of this text; empty where the text is too short to be safe. */
    public static Optional<AdminToken> of(String text) {
        return text.length() < MIN_CHARACTERS
                ? Optional.empty()
                : Optional.of(new AdminToken(hash(text)));
    }

    /** The token of this hash, 64 hexadecimal digits; empty where it is none. */
    public static Optional<AdminToken> ofSha256(String hex) {
        return HEX.matcher(hex).matches()
                ? Optional.of(new AdminToken(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    /** A token that nobody knows: nothing opens. */
    public static AdminToken random() {
        byte[] unknown = new byte[32];
        new SecureRandom().nextBytes(unknown);
        return new AdminToken(unknown);
    }

    /** Whether this text is the token; the time it takes tells nothing of how much of it is. */
    public boolean matches(String text) {
        return MessageDigest.isEqual(sha256, hash(text));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    public String toString() {
        return "AdminToken";
    }
}
