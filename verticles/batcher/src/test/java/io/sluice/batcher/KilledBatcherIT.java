package io.sluice.batcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.devstack.DevStack;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.RegistrySettings;
import io.sluice.schema.TableSchema;
import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A batcher in a process of its own, killed again and again. */
class KilledBatcherIT {
    private static final int CHUNKS = 400;
    private static final int ROWS = 250;
    private static final int KILLS = 5;

    private final Random random = new Random(20_150_101);

    @Test
    void everyRowIsInExactlyOnePublishedUnitHoweverOftenTheBatcherIsKilled() throws Exception {
        Vertx vertx = Vertx.vertx();
        DevStack stack = DevStack.shared();
        PostgresRegistry registry =
                PostgresRegistry.open(vertx, registrySettings(stack))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
        try (Rig rig = new Rig("killed", 3, registry)) {
            TableSchema seen = rig.table("seen", 2);
            TableSchema left = rig.table("left", 1);
            for (int kill = 0; kill <= KILLS; kill++) {
                Process process = start(stack);
                for (int i = kill * CHUNKS / (KILLS + 1);
                        i < (kill + 1) * CHUNKS / (KILLS + 1);
                        i++) {
                    TableSchema schema =
                            i % 3 == 0
                                    ? Samples.version(left, 1)
                                    : Samples.version(seen, 1 + i % 2);
                    rig.send(i % 3, schema, (long) i * ROWS, ROWS);
                    Thread.sleep(15);
                }
                rig.flush();
                if (kill < KILLS) {
                    Thread.sleep(1_000 + random.nextInt(2_000));
                    process.destroyForcibly().waitFor();
                } else {
                    await().atMost(Duration.ofSeconds(90))
                            .untilAsserted(() -> assertThat(rig.numbers()).hasSize(CHUNKS * ROWS));
                    process.destroyForcibly().waitFor();
                }
            }
            assertThat(rig.numbers()).containsExactlyInAnyOrderElementsOf(Rig.upTo(CHUNKS * ROWS));
        } finally {
            registry.close().toCompletionStage().toCompletableFuture().get();
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    static RegistrySettings registrySettings(DevStack stack) {
        return RegistrySettings.of(
                stack.registryJdbc(), stack.postgresUser(), stack.postgresPassword());
    }

    private static Process start(DevStack stack) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(BatcherProcess.class.getName());
        command.addAll(BatcherProcess.arguments(stack));
        return new ProcessBuilder(command).inheritIO().start();
    }
}
