package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** A stack in another process, which can be killed as {@code kill -9} does. */
final class ForkedStack {
    private final Path folder;
    private final Process process;

    private ForkedStack(Path folder) throws IOException {
        this.folder = folder;
        this.process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StackUser.class.getName(),
                                folder.toString())
                        .redirectError(new File("target", "forked-stack.log"))
                        .start();
    }

    static ForkedStack starting(Path folder) throws IOException {
        return new ForkedStack(folder);
    }

    /** One that has written to each of its parts. */
    static ForkedStack written(Path folder) throws IOException {
        ForkedStack stack = new ForkedStack(folder);
        assertThat(stack.process.inputReader().readLine()).isEqualTo("written");
        return stack;
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Processes that work on the folder, other than this one. */
    long alive() {
        return ProcessHandle.allProcesses()
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .filter(
                        handle ->
                                handle.info().commandLine().orElse("").contains(folder.toString()))
                .count();
    }
}
