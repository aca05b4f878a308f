package io.sluice.batcher;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.devstack.DevStack;
import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.RegistrySettings;
import io.sluice.rows.BatchCutter;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.storage.S3ObjectStore;
import io.sluice.storage.StorageSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A batcher as a process of its own, always in the same slot. */
final class BatcherProcess {
    private BatcherProcess() {}

    static List<String> arguments(DevStack stack) {
        var s3 = stack.s3();
        return List.of(
                stack.kafka(),
                stack.registryJdbc(),
                stack.postgresUser(),
                stack.postgresPassword(),
                s3.uri().toString(),
                s3.region(),
                s3.bucket(),
                s3.accessKey(),
                s3.secretKey());
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        Bus.register(vertx);
        S3ObjectStore store =
                S3ObjectStore.create(
                        new StorageSettings(
                                Optional.of(URI.create(args[4])),
                                args[5],
                                args[6],
                                Optional.of(new StorageSettings.Credentials(args[7], args[8])),
                                StorageSettings.Limits.DEFAULT));
        // Small batches, so that a kill often meets one on its way.
        BatcherSettings settings =
                BatcherSettings.DEFAULT
                        .with(2)
                        .with(
                                new BatchCutter.Limits(
                                        256 << 10,
                                        100_000,
                                        Duration.ofMillis(500),
                                        Duration.ofMillis(300),
                                        10));
        PostgresRegistry.open(vertx, RegistrySettings.of(args[1], args[2], args[3]))
                .compose(
                        registry ->
                                vertx.deployVerticle(
                                        BatcherVerticle.instances(
                                                new BatcherVerticle.Wiring(
                                                        "killed",
                                                        settings,
                                                        KafkaSettings.of(args[0]),
                                                        registry,
                                                        store,
                                                        args[6],
                                                        new BatcherMetrics(
                                                                new SimpleMeterRegistry()),
                                                        new Health())),
                                        new DeploymentOptions().setInstances(settings.instances())))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }
}
