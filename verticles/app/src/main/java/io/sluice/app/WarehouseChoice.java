package io.sluice.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Which warehouse {@code load} and {@code dev} use; a data folder has one for ever. */
public enum WarehouseChoice {
    POSTGRESQL,
    /** The server that stands in for it. */
    REDSHIFT;

    private static final String FILE = "warehouse";

    /** As the command line spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    /** What a folder has; PostgreSQL where nothing is noted. */
    static WarehouseChoice of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Files.exists(file)
                    ? valueOf(Files.readString(file).strip().toUpperCase(Locale.ROOT))
                    : POSTGRESQL;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }

    /**
     * Notes it for a folder that is new.
     *
     * @throws IllegalStateException if the folder has the other one
     */
    void keep(Path folder) {
        boolean isNew = !Files.exists(folder.resolve("kafka"));
        if (!isNew && of(folder) != this) {
            throw new IllegalStateException(
                    "the data in %s are for --warehouse %s: name that, or another folder"
                            .formatted(folder, of(folder).word()));
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(FILE), word() + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write to " + folder, failed);
        }
    }
}
