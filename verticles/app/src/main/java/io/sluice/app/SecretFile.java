package io.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secrets of a data folder: 32 random bytes each, kept for its owner only. */
final class SecretFile {
    private SecretFile() {}

    /** The write key of an app; made if need be. */
    static String writeKey(Path dataDir, String app) {
        return of(dataDir, "write-key-" + app, "sk_");
    }

    /** What opens the admin API; made if need be. */
    static String adminToken(Path dataDir) {
        return of(dataDir, "admin-token", "sa_");
    }

    private static String of(Path dataDir, String name, String prefix) {
        Path file = dataDir.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                var ownerOnly =
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"));
                Path fresh = Files.createTempFile(dataDir, name, ".new", ownerOnly);
                Files.writeString(fresh, prefix + HexFormat.of().formatHex(random));
                Files.move(fresh, file);
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the secret " + file + " cannot be kept", failed);
        }
    }
}
