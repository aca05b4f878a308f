package io.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

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
        String clusterId;
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            StackUser user = new StackUser(stack);
            user.write("kept");
            clusterId = user.kafkaClusterId();
        }
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            StackUser user = new StackUser(stack);
            assertThat(user.read()).containsExactly("kept", "kept", "kept");
            assertThat(user.kafkaClusterId()).isEqualTo(clusterId);
        }
    }

    @Test
    void keepsOneProcessFromStartingTwiceOnAFolder() {
        try (DevStack stack = DevStack.start(DevStack.Options.on(folder))) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> DevStack.start(DevStack.Options.on(folder)))
                        .isInstanceOf(DataFolderInUse.class);
            }
            assertThat(stack.kafka()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void stopsTheOthersWhereOneCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            DevStack.Options options = new DevStack.Options(folder, 0, taken.getLocalPort(), 0);
            assertThatThrownBy(() -> DevStack.start(options))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("PostgreSQL does not start")
                    .hasMessageContaining("Address already in use");
        }
        // Nothing holds the folder any more.
        DevStack.start(DevStack.Options.on(folder)).close();
    }
}
