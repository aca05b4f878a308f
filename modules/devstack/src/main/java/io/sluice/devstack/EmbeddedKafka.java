package io.sluice.devstack;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * One Kafka broker that is its own controller, in this JVM, on the loopback interface. Data outlive
 * it in its folder, also after the process was killed. Start and close from one thread.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker on a folder.
     *
     * @param port 0 for a free one
     */
    public static EmbeddedKafka start(Path folder, int port) {
        // A broker that gives up must not take the whole process with it unasked.
        Exit.setExitProcedure((status, message) -> refuseExit(message));
        Exit.setHaltProcedure((status, message) -> refuseExit(message));
        int clientPort = Ports.orFree(port);
        KafkaConfig config = new KafkaConfig(properties(folder, clientPort, Ports.orFree(0)));
        format(folder, config);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, clientPort);
    }

    private static void refuseExit(String message) {
        throw new IllegalStateException("Kafka gives up: " + message);
    }

    private static void format(Path folder, KafkaConfig config) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
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

    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties config = new Properties();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + Ports.HOST + ":" + controllerPort);
        config.put(
                "listeners",
                "PLAINTEXT://%s:%d,CONTROLLER://%s:%d"
                        .formatted(Ports.HOST, port, Ports.HOST, controllerPort));
        config.put("advertised.listeners", "PLAINTEXT://" + Ports.HOST + ":" + port);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("controller.listener.names", "CONTROLLER");
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("log.dirs", folder.toString());
        config.put("auto.create.topics.enable", "false");
        // One broker holds all: one copy of everything, few partitions, few threads.
        for (String topic : List.of("offsets.topic", "transaction.state.log")) {
            config.put(topic + ".replication.factor", "1");
            config.put(topic + ".num.partitions", "4");
        }
        config.put("transaction.state.log.min.isr", "1");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("share.coordinator.state.topic.num.partitions", "1");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "4");
        config.put("background.threads", "2");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.put("group.min.session.timeout.ms", "1000");
        config.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        config.put("message.max.bytes", Integer.toString(68 * 1024 * 1024));
        config.put("replica.fetch.max.bytes", Integer.toString(68 * 1024 * 1024));
        config.put("log.segment.bytes", Integer.toString(256 * 1024 * 1024));
        config.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        // Recovering after a kill reads the unflushed end of each log: several at once.
        config.put("num.recovery.threads.per.data.dir", "2");
        config.put("controlled.shutdown.enable", "false");
        return config;
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
