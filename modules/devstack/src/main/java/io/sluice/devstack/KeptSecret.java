package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random secrets that a data folder keeps, readable for its owner only. */
final class KeptSecret {
    private KeptSecret() {}

    /** The secret of this name; made at the first call. */
    static String of(Path folder, String name) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Files.createDirectories(folder);
                Path fresh =
                        Files.createTempFile(
                                folder,
                                name,
                                ".new",
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, HexFormat.of().formatHex(random));
                Files.move(fresh, file);
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("the secret " + file + " cannot be kept", failed);
        }
    }
}
