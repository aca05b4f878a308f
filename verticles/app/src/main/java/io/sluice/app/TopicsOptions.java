package io.sluice.app;

import io.sluice.franz.FranzSettings;
import io.sluice.franz.TopicPlan.Lowering;
import io.sluice.franz.TopicTool;
import io.sluice.kafka.KafkaSettings;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Which topics, and how they should be. */
final class TopicsOptions {
    @Option(
            names = "--conf",
            paramLabel = "FILE",
            required = true,
            description = "Settings (YAML) with kafka, registry and franz.")
    private Path conf = Path.of("");

    @Option(
            names = "--lower-retention",
            description = "Plan shorter retention too. Kafka then deletes the older records.")
    private boolean lower;

    @Option(names = "--json", description = "Prints one JSON object on one line.")
    private boolean json;

    boolean json() {
        return json;
    }

    Lowering lowering() {
        return lower ? Lowering.APPLY : Lowering.LEAVE;
    }

    /** Does something with the topics; blocks until it is done. */
    <T> T with(Function<TopicTool, Future<T>> work) {
        InstallationSettings settings =
                InstallationFile.read(conf, root -> EnumSet.of(Role.FRANZ)).settings();
        Vertx vertx = Vertx.vertx();
        try {
            Registry registry = await(PostgresRegistry.open(vertx, settings.backends().registry()));
            try {
                return with(vertx, registry, settings.franz(), settings.backends().kafka(), work);
            } finally {
                await(registry.close());
            }
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T with(
            Vertx vertx,
            Registry registry,
            FranzSettings franz,
            KafkaSettings kafka,
            Function<TopicTool, Future<T>> work) {
        TopicTool tool = TopicTool.open(vertx, registry, franz, kafka);
        try {
            return await(Future.<Void>succeededFuture().compose(start -> work.apply(tool)));
        } finally {
            await(tool.close());
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
