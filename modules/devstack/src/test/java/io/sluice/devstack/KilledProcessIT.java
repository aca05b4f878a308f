package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

class KilledProcessIT {
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
    void leavesAllDataToTheNextOne() throws Exception {
        ForkedStack killed = ForkedStack.written(folder);
        killed.kill();

        long before = System.nanoTime();
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(60);
            assertThat(new StackUser(stack).read()).containsExactly("kept", "kept", "kept");
        }
        assertThat(killed.alive()).isZero();
    }

    @Test
    void takesItsPostgresWithIt() throws Exception {
        ForkedStack killed = ForkedStack.written(folder);
        killed.kill();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(killed.alive()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {800, 1300, 1900, 2600})
    void mayHaveBeenMakingTheFolder(int millis) throws Exception {
        ForkedStack killed = ForkedStack.starting(folder);
        TimeUnit.MILLISECONDS.sleep(millis);
        killed.kill();

        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            assertThat(stack.addresses().kafka()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void isNamedWhileItHoldsTheFolder() throws Exception {
        ForkedStack other = ForkedStack.written(folder);
        try {
            assertThatThrownBy(() -> DevStack.start(DevStack.Options.on(folder)))
                    .isInstanceOf(DataFolderInUse.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining(Long.toString(other.pid()));
        } finally {
            other.kill();
            PostgresFolder.prepare(folder.resolve("postgres"));
        }
    }
}
