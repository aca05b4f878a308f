package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class PostmasterTest {
    @Test
    void isNotAnyProcessThatGotItsNumber(@TempDir Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + data + "\n");

        assertThat(Postmaster.of(data)).isEmpty();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void leavesADeadNumberToPostgres(@TempDir Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        Files.writeString(pidFile, "99999999\n" + data + "\n");

        assertThat(Postmaster.of(data)).isEmpty();
        assertThat(pidFile).exists();
    }
}
