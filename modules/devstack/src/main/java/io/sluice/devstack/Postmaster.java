package io.sluice.devstack;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server process of a data folder, found by the file that it leaves there. It outlives a JVM
 * that was killed.
 *
 * @param pid its process
 */
record Postmaster(Path data, long pid) {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    private static final Duration FAST_LIMIT = Duration.ofSeconds(30);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 10;

    /** The running server of a folder, if there is one. */
    static Optional<Postmaster> of(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile);
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            Postmaster postmaster = new Postmaster(data, Long.parseLong(lines.getFirst().strip()));
            if (postmaster.running()) {
                return Optional.of(postmaster);
            }
            if (ProcessHandle.of(postmaster.pid).isPresent()) {
                // The number belongs to something else by now, which PostgreSQL takes for a server.
                // (A dead number it finds out itself, and looks after children left behind.)
                Files.delete(pidFile);
            }
            return Optional.empty();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot tell who uses " + data, failed);
        }
    }

    /**
     * Ends its connections and stops it: in order if it can, at once if it has to, which the next
     * start repairs from the log.
     *
     * @throws IllegalStateException if it is there after all limits
     */
    void stop(PostgresFolder folder) {
        if (!signal(folder, "INT", FAST_LIMIT)) {
            log.atWarn()
                    .addKeyValue("pid", pid)
                    .log("PostgreSQL stops slowly, is told to stop now");
            if (!signal(folder, "QUIT", IMMEDIATE_LIMIT)) {
                throw new IllegalStateException(
                        "PostgreSQL on %s, process %d, does not stop: kill it"
                                .formatted(data, pid));
            }
        }
    }

    private boolean signal(PostgresFolder folder, String signal, Duration limit) {
        List<String> kill =
                folder.user()
                        .command(
                                folder.program("pg_ctl"),
                                List.of("kill", signal, Long.toString(pid)));
        // It fails where the process is gone already; the loop below sees the truth.
        boolean sent = Command.succeeds(kill);
        long end = System.nanoTime() + (sent ? limit : Duration.ZERO).toNanos();
        while (running()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while PostgreSQL was stopping", interrupted);
        }
    }

    /**
     * A server works in its data folder. One that ended but was not yet collected by its parent (in
     * a container perhaps never) has neither a folder nor a command line.
     */
    private boolean running() {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            return ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().command())
                    .filter(command -> command.contains("postgres"))
                    .isPresent();
        }
        try {
            return process.resolve("cwd").toRealPath().equals(data);
        } catch (IOException goneOrOfAnotherUser) {
            return commandLine(process).contains(data.toString());
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
