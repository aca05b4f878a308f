package io.sluice.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a killed server leaves of uploads: files named after their object and a random id, which it
 * would have renamed at the end. They would be listed as objects.
 */
final class HalfWritten {
    private static final Pattern NAME =
            Pattern.compile(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private HalfWritten() {}

    /** Removes them from a bucket that is not served yet; objects of ours never end so. */
    static void sweep(Path bucket) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.walk(bucket)) {
            left =
                    all.filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                            .filter(Files::isRegularFile)
                            .toList();
        }
        for (Path path : left) {
            Files.delete(path);
        }
    }
}
