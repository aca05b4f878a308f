package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line as a process of its own, with standard output and error in files. */
final class SluiceProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 240;

    private final Process process;
    private final Path out;
    private final Path err;

    /** What a process left behind. */
    record Result(int code, String out, String err) {
        /** Standard output is one line of JSON. */
        JsonNode json() throws IOException {
            if (out.lines().count() != 1) {
                throw new AssertionError("not one line: " + out + "\n" + err);
            }
            return new ObjectMapper().readTree(out);
        }
    }

    private SluiceProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static SluiceProcess start(Path logs, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = Files.createTempFile(logs, "out", ".txt");
        Path err = Files.createTempFile(logs, "err", ".txt");
        List<String> line =
                new ArrayList<>(
                        // What runs in a shell's background ignores SIGINT, and so would this.
                        List.of(
                                "env",
                                "--default-signal=INT",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx768m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.sluice.app.Main"));
        line.addAll(List.of(arguments));
        boolean chooses =
                ChosenWarehouse.isRedshift()
                        && List.of("load", "dev").contains(arguments[0])
                        && !List.of(arguments).contains("--warehouse");
        line.addAll(chooses ? List.of("--warehouse", ChosenWarehouse.CHOICE.word()) : List.of());
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new SluiceProcess(builder.start(), out, err);
    }

    static Result run(Path logs, String... arguments) throws IOException, InterruptedException {
        try (SluiceProcess process = start(logs, Map.of(), arguments)) {
            return process.await();
        }
    }

    Result await() throws IOException, InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + Files.readString(err));
        }
        return result();
    }

    /** True if it ended within this time. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    private Result result() throws IOException {
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** What it has written so far on standard output. */
    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** As Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** As an orchestrator does. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
