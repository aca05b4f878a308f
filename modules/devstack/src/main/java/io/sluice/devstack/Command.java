package io.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
final class Command {
    private Command() {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException with what it said, if it ends with anything but 0
     */
    static void run(List<String> command) {
        Ended ended;
        try {
            ended = toEnd(command);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), failed);
        }
        if (ended.status() != 0) {
            throw new IllegalStateException(
                    "%s ended with status %d: %s"
                            .formatted(String.join(" ", command), ended.status(), ended.output()));
        }
    }

    /** Whether it is there and ends with 0. */
    static boolean succeeds(List<String> command) {
        try {
            return toEnd(command).status() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private record Ended(int status, String output) {}

    private static Ended toEnd(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, interrupted);
        }
    }
}
