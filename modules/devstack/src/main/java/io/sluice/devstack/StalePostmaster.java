package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A postmaster outlives a JVM that was killed. Before the folder is used again it is stopped: its
 * connections are those of the dead process.
 */
final class StalePostmaster {
    private static final long FAST_SHUTDOWN_S = 20;
    private static final long LAST_LIMIT_S = 10;

    private StalePostmaster() {}

    static void stop(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            String pid = Files.readAllLines(pidFile).getFirst().strip();
            Optional<ProcessHandle> postmaster =
                    ProcessHandle.of(Long.parseLong(pid))
                            .filter(handle -> isPostgres(handle, data));
            if (postmaster.isPresent()) {
                stop(postmaster.get());
            } else {
                // Left by one that was killed; its number may belong to any process by now.
                Files.deleteIfExists(pidFile);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot tell who uses " + data, failed);
        }
    }

    private static boolean isPostgres(ProcessHandle handle, Path data) {
        try {
            String line =
                    Files.readString(Path.of("/proc", Long.toString(handle.pid()), "cmdline"));
            return line.contains("postgres") && line.contains(data.toString());
        } catch (IOException gone) {
            return handle.info().command().orElse("").contains("postgres");
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one. */
    private static void stop(ProcessHandle postmaster) throws IOException {
        if (!signal(postmaster, "INT", FAST_SHUTDOWN_S)
                && !signal(postmaster, "QUIT", LAST_LIMIT_S)) {
            throw new IllegalStateException(
                    "the PostgreSQL of an earlier run, process %d, does not stop: kill it"
                            .formatted(postmaster.pid()));
        }
    }

    private static boolean signal(ProcessHandle postmaster, String signal, long limitSeconds)
            throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(postmaster.pid()))
                .redirectErrorStream(true)
                .start();
        try {
            postmaster.onExit().get(limitSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException stillThere) {
            return !postmaster.isAlive();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
