package io.sluice.loadtest.rig;

import io.sluice.loadtest.mix.EventMix;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of events, one a line.
 *
 * @param bytes of the file
 */
public record EventFile(Path path, long events, long bytes) {
    /** Writes the next events of a mix. */
    public static EventFile write(Path path, EventMix mix, int events) throws IOException {
        try (OutputStream out = Files.newOutputStream(path)) {
            mix.chunks(
                    events,
                    1 << 20,
                    (lines, count) -> {
                        try {
                            out.write(lines);
                            out.write('\n');
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    });
        }
        return new EventFile(path, events, Files.size(path));
    }
}
