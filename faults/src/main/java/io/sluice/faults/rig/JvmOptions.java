package io.sluice.faults.rig;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the JVM of a role is started: small, and quick to start rather than to run.
 *
 * @param tmp folder for temporary files
 * @param cache of an earlier start
 */
public record JvmOptions(Path tmp, Optional<Path> cache) {

    /**
     * What one start has beside the usual.
     *
     * @param classes folder that comes first on the class path; empty for none
     */
    public record Extra(String classes, Map<String, String> environment) {
        public static final Extra NONE = new Extra("", Map.of());

        public Extra {
            environment = Map.copyOf(environment);
        }
    }

    /** Trains the cache where there is none yet. */
    static JvmOptions prepare(Path tmp) throws IOException, InterruptedException {
        return new JvmOptions(tmp, StartCache.trained(common(tmp), tmp));
    }

    private static List<String> common(Path tmp) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "-Xss512k",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.timezone=UTC",
                "-Djava.io.tmpdir=" + tmp,
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    List<String> command(Extra extra) {
        List<String> command = new ArrayList<>(common(tmp));
        command.add("-Xmx256m");
        // Another class path: then what was cached is of no use.
        boolean usual = extra.classes().isEmpty();
        if (usual) {
            cache.ifPresent(it -> command.add("-XX:AOTCache=" + it));
        }
        command.add("-cp");
        command.add(
                usual
                        ? StartCache.classPath()
                        : extra.classes() + File.pathSeparator + StartCache.classPath());
        return command;
    }
}
