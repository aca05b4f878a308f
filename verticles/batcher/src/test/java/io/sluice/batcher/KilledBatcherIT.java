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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A batcher in a process of its own, killed again and again. */
class KilledBatcherIT {
    private static final int CHUNKS = 1_500;
    private static final int ROWS = 100;
    private static final int KILLS = 5;

    private static final Duration EVERY = Duration.ofMillis(20);

    private final Random random = new Random(20_150_101);
    private final List<Process> started = new ArrayList<>();
    private final AtomicLong rows = new AtomicLong();

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
            Thread sender = Thread.ofPlatform().start(() -> send(rig, seen, left));
            int unfinished = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                int before = rig.units().size();
                Process process = start(stack);
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> rig.units().size() > before);
                Thread.sleep(random.nextInt(700));
                long sent = rows.get();
                process.destroyForcibly().waitFor();
                unfinished += rig.numbers().size() < sent ? 1 : 0;
            }
            // Else the kills came too late to prove anything.
            assertThat(unfinished).isPositive();
            Process last = start(stack);
            sender.join();
            rig.flush();
            await().atMost(Duration.ofSeconds(90))
                    .untilAsserted(() -> assertThat(rig.numbers()).hasSize(CHUNKS * ROWS));
            last.destroyForcibly().waitFor();
            assertThat(rig.numbers()).containsExactlyInAnyOrderElementsOf(Rig.upTo(CHUNKS * ROWS));
        } finally {
            started.forEach(Process::destroyForcibly);
            registry.close().toCompletionStage().toCompletableFuture().get();
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    private void send(Rig rig, TableSchema seen, TableSchema left) {
        for (int i = 0; i < CHUNKS; i++) {
            TableSchema schema =
                    i % 3 == 0 ? Samples.version(left, 1) : Samples.version(seen, 1 + i % 2);
            rig.send(i % 3, schema, (long) i * ROWS, ROWS);
            rows.addAndGet(ROWS);
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    static RegistrySettings registrySettings(DevStack stack) {
        return RegistrySettings.of(
                stack.registryJdbc(), stack.postgresUser(), stack.postgresPassword());
    }

    private Process start(DevStack stack) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(BatcherProcess.class.getName());
        command.addAll(BatcherProcess.arguments(stack));
        Process process = new ProcessBuilder(command).inheritIO().start();
        started.add(process);
        return process;
    }
}
