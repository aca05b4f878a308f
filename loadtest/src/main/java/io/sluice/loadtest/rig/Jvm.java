package io.sluice.loadtest.rig;

import io.sluice.loadtest.measure.Meter;
import io.sluice.loadtest.measure.OtherProcess;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in a JVM of its own, with the class path and the options of this one ({@code ./sluice}
 * sets them) but its own heap. What it logs goes to a file.
 */
public final class Jvm implements AutoCloseable {
    private static final long STOP_LIMIT_S = 30;

    private final Process process;
    private final Path log;
    private final Path gcLog;

    /**
     * Starts it; {@link #firstLine} waits for what it says.
     *
     * @param folder for its logs
     * @param name of its logs
     * @param heap such as {@code 2g}
     */
    public Jvm(Path folder, String name, String heap, Class<?> main, List<String> arguments)
            throws IOException {
        log = folder.resolve(name + ".log");
        gcLog = Files.createFile(folder.resolve(name + ".gc.log"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-Xmx") && !option.startsWith("-Xms"))
                .forEach(command::add);
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
        command.add(OtherProcess.gcLog(gcLog));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        process =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                        .start();
    }

    /** The first line of its standard output. */
    public String firstLine() throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null) {
            throw failure("ended before it served");
        }
        return line;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Measures it. */
    public Meter meter() {
        return new OtherProcess(process.toHandle(), gcLog);
    }

    /** An exception that ends with what the program logged. */
    public IllegalStateException failure(String what) throws IOException {
        String said = Files.readString(log);
        return new IllegalStateException(
                "%s %s: ...%s"
                        .formatted(
                                log.getFileName(),
                                what,
                                said.substring(Math.max(0, said.length() - 2_000))));
    }

    /** Asks it to stop; ends it if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
