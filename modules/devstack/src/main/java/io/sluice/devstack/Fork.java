package io.sluice.devstack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A backend's program in a JVM of its own: prints one line when it serves, and stops when its
 * standard input ends, so that it never outlives whoever started it.
 */
final class Fork implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final String said;

    private Fork(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    /**
     * Starts it; returns when it serves.
     *
     * @param main has a {@code main} that calls {@link #serve}
     * @param jvm options of the JVM
     * @throws IllegalStateException if it ends before it serves
     */
    static Fork start(Class<?> main, List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(
                List.of(
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()));
        command.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String said = out.readLine();
            if (said == null) {
                throw new IllegalStateException(
                        main.getSimpleName() + " ended before it served: see above");
            }
            return new Fork(process, said);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + main.getSimpleName(), failed);
        }
    }

    /** In the process itself: tells that it serves, and returns when it has to stop. */
    static void serve(String said) throws IOException {
        System.out.println(said);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Nothing is sent: this waits for the end.
        }
    }

    /** The line that it printed. */
    String said() {
        return said;
    }

    Process process() {
        return process;
    }

    /** Stops it in order; at once if it takes too long. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException gone) {
            process.destroyForcibly();
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
