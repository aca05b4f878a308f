package io.sluice.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What the Dockerfile says, by instruction. */
final class Dockerfile {
    private Dockerfile() {}

    /** The arguments of an instruction, of each time that it stands there. */
    static List<String> all(String instruction) throws IOException {
        return Files.readAllLines(Manifests.ROOT.resolve("Dockerfile")).stream()
                .filter(it -> it.startsWith(instruction + " "))
                .map(it -> it.substring(instruction.length()).strip())
                .toList();
    }

    /** Who the program runs as: the last USER. */
    static long user() throws IOException {
        return Long.parseLong(all("USER").getLast().split(":")[0]);
    }
}
