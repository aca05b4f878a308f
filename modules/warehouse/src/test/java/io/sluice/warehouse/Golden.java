package io.sluice.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that a reader can check against Redshift's documentation, kept beside the tests. {@code
 * -Dgolden.write=true} writes them anew: look at the difference before it is committed.
 */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    static void check(String name, String text) {
        Path file = FOLDER.resolve(name);
        try {
            if (Boolean.getBoolean("golden.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).as(name).isEqualTo(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What differs from run to run: ids, names made of them, lengths of keys. */
    static String steady(String text) {
        return text.replaceAll(
                        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "(uuid)")
                .replaceAll("_e_t__[0-9a-f]{8}", "_e_t__x")
                .replaceAll("_sluice_(ledger|lock)_\\d", "_sluice_$1_N")
                .replaceAll("s3://[^/']+/", "s3://bucket/");
    }
}
