package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

class DevStackIT {
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("sluice-devstack-");
    }

    @AfterEach
    void deleteFolder() {
        TempFolder.delete(folder);
    }

    @Test
    void keepsAllDataOverARestart() throws Exception {
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            new StackUser(stack).write("kept");
        }
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            assertThat(new StackUser(stack).read()).containsExactly("kept", "kept", "kept");
        }
    }

    @Test
    void keepsAllDataWhenTheProcessIsKilled() throws Exception {
        Process process = fork();
        assertThat(process.inputReader().readLine()).isEqualTo("written");
        process.destroyForcibly().waitFor();

        long before = System.nanoTime();
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(60);
            assertThat(new StackUser(stack).read()).containsExactly("kept", "kept", "kept");
        }
        assertThat(postmasters()).isZero();
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() throws Exception {
        Process process = fork();
        assertThat(process.inputReader().readLine()).isEqualTo("written");
        try {
            assertThatThrownBy(() -> DevStack.start(DevStack.Options.on(folder)))
                    .isInstanceOf(DataFolderInUse.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(Long.toString(process.pid()));
        } finally {
            process.destroyForcibly().waitFor();
            StalePostmaster.stop(folder.resolve("postgres").resolve("data"));
        }
    }

    private Process fork() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackUser.class.getName(),
                        folder.toString())
                .redirectError(new File("target", "forked-stack.log"))
                .start();
    }

    private long postmasters() {
        return ProcessHandle.allProcesses()
                .filter(
                        handle ->
                                handle.info().commandLine().orElse("").contains(folder.toString()))
                .filter(handle -> handle.pid() != ProcessHandle.current().pid())
                .count();
    }
}
