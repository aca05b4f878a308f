package io.sluice.faults.rig;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the JVM keeps of one start, so that others take half of the time: trained once for a class
 * path, by a small load.
 */
final class StartCache {
    private static final int EVENTS = 3_000;

    private StartCache() {}

    /** The jars of this process but its own: a JVM caches no class that comes from a folder. */
    static String classPath() {
        Path own = own();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(it -> it.endsWith(".jar") && !Path.of(it).equals(own))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The cache for {@link #classPath} and these options; empty if it cannot be made. */
    static Optional<Path> trained(List<String> options, Path tmp)
            throws IOException, InterruptedException {
        Path kept =
                Path.of(System.getProperty("java.io.tmpdir"), "sluice-faults-" + stamp() + ".aot");
        if (!Files.exists(kept)) {
            Path fresh = tmp.resolve("roles.aot");
            if (train(options, tmp, fresh) != 0 || !Files.exists(fresh)) {
                return Optional.empty();
            }
            Files.move(fresh, kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return Optional.of(kept);
    }

    /** Where the classes of the harness come from: a jar or a folder of the build. */
    private static Path own() {
        try {
            return Path.of(
                    StartCache.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the harness has no place", impossible);
        }
    }

    private static String stamp() throws IOException {
        long stamp = System.getProperty("java.vm.version").hashCode();
        for (String jar : classPath().split(File.pathSeparator)) {
            Path file = Path.of(jar);
            stamp = stamp * 31 + jar.hashCode();
            stamp = stamp * 31 + Files.getLastModifiedTime(file).toMillis();
            stamp = stamp * 31 + Files.size(file);
        }
        return Long.toHexString(stamp);
    }

    private static int train(List<String> options, Path tmp, Path to)
            throws IOException, InterruptedException {
        Path events = tmp.resolve("train.ndjson");
        StringBuilder lines = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            lines.append(
                    "{\"ts\":\"2025-01-01T00:00:00Z\",\"entype\":\"t%d\",\"evname\":\"train\",\"id\":\"i%d\",\"body\":{\"n\":%d,\"a\":{\"b\":1.5},\"f%d\":\"x\"}}%n"
                            .formatted(n % 3, n, n, n / 500));
        }
        Files.writeString(events, lines);
        List<String> command = new ArrayList<>(options);
        command.addAll(
                List.of(
                        "-Xmx768m",
                        "-XX:AOTCacheOutput=" + to,
                        "-cp",
                        classPath(),
                        "io.sluice.app.Main",
                        "load",
                        events.toString(),
                        "--json"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(tmp.resolve("train.log").toFile())
                .start()
                .waitFor();
    }
}
