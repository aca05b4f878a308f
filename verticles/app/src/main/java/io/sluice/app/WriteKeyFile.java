package io.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The write key of an app on a data folder: 32 random bytes, kept for its owner only. */
final class WriteKeyFile {
    private WriteKeyFile() {}

    static String of(Path dataDir, String app) {
        Path file = dataDir.resolve("write-key-" + app);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                var ownerOnly =
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"));
                Path fresh = Files.createTempFile(dataDir, "write-key", ".new", ownerOnly);
                Files.writeString(fresh, "sk_" + HexFormat.of().formatHex(random));
                Files.move(fresh, file);
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the write key " + file + " cannot be kept", failed);
        }
    }
}
