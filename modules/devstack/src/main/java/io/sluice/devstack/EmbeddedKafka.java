package io.sluice.devstack;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * One Kafka broker that is its own controller, in this JVM, on the loopback interface. Data outlive
 * it in its folder, also after the process was killed. Start and close from one thread.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker on a folder.
     *
     * @param folder made if it is not there; without a comma in its name, which Kafka reads as two
     * @param port 0 for a free one
     * @throws RuntimeException if it does not start; nothing of it is left running then
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(folder, port, Map.of());
    }

    /**
     * Starts a broker with settings of its own.
     *
     * @param settings broker settings by Kafka's names; these win over ours
     */
    public static EmbeddedKafka start(Path folder, int port, Map<String, String> settings) {
        // A broker that gives up must not take the whole process with it unasked.
        Exit.setExitProcedure(EmbeddedKafka::refuseExit);
        Exit.setHaltProcedure(EmbeddedKafka::refuseExit);
        int clientPort = Ports.orFree(port);
        Properties properties = KafkaProperties.of(folder, clientPort, Ports.orFree(0));
        properties.putAll(settings);
        KafkaConfig config = new KafkaConfig(properties);
        if (isFormatted(folder)) {
            long before = System.nanoTime();
            FormerBroker.fence(
                    new KafkaConfig(KafkaProperties.controllerAlone(folder, Ports.orFree(0))));
            log.atDebug()
                    .addKeyValue("millis", (System.nanoTime() - before) / 1_000_000)
                    .log("the broker of before is given up");
        } else {
            format(folder, config);
        }
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return new EmbeddedKafka(server, clientPort);
        } catch (RuntimeException | Error failed) {
            server.shutdown();
            throw failed;
        }
    }

    private static void refuseExit(int status, @Nullable String message) {
        log.atError()
                .addKeyValue("status", status)
                .addKeyValue("reason", message)
                .log("Kafka gives up; this process goes on without it");
        throw new IllegalStateException("Kafka gives up: " + message);
    }

    private static boolean isFormatted(Path folder) {
        return Files.exists(folder.resolve("meta.properties"));
    }

    private static void format(Path folder, KafkaConfig config) {
        try (PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(folder);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(config.metadataLogDir())
                    .setDirectories(List.of(folder.toString()))
                    .setIgnoreFormatted(true)
                    .setPrintStream(nowhere)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException failed) {
            throw new UncheckedIOException("no Kafka on " + folder, failed);
        } catch (Exception failed) {
            throw new IllegalStateException("Kafka cannot use " + folder, failed);
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
