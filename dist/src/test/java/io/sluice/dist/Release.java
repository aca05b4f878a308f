package io.sluice.dist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The tar that the build made, and programs run beside it. */
final class Release {
    private static final long LIMIT_SECONDS = 120;

    record Result(int code, String out, String err) {}

    private Release() {}

    static Path tar() throws IOException {
        List<Path> tars = glob(Path.of("target"), "sluice-*.tar.gz");
        if (tars.size() != 1) {
            throw new AssertionError("not one tar: " + tars);
        }
        return tars.getFirst();
    }

    /** The names of the libraries in it. */
    static Set<String> jars() throws IOException, InterruptedException {
        Set<String> jars = new TreeSet<>();
        run(Map.of(), "tar", "-tzf", tar().toString())
                .out()
                .lines()
                .filter(it -> it.endsWith(".jar"))
                .forEach(it -> jars.add(it.substring(it.lastIndexOf('/') + 1)));
        return jars;
    }

    static List<Path> glob(Path folder, String pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        }
        return found;
    }

    /** Runs a program to its end. */
    static Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("release", ".out");
        Path err = Files.createTempFile("release", ".err");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still runs: " + Files.readString(err));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
