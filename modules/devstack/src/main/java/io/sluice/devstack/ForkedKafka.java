package io.sluice.devstack;

import org.apache.kafka.common.utils.internals.Exit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An {@link EmbeddedKafka} in a process of its own: to be measured apart, or killed. */
public final class ForkedKafka implements AutoCloseable {
    private final Fork fork;

    private ForkedKafka(Fork fork) {
        this.fork = fork;
    }

    /**
     * Starts it; returns when it serves.
     *
     * @param port 0 for a free one
     * @param heap of its JVM, such as {@code 1g}
     * @param settings broker settings by Kafka's names; these win over ours
     */
    public static ForkedKafka start(
            Path folder, int port, String heap, Map<String, String> settings) {
        List<String> arguments =
                new ArrayList<>(List.of(folder.toString(), Integer.toString(port)));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        return new ForkedKafka(
                Fork.start(
                        ForkedKafka.class,
                        List.of("-Xmx" + heap, "-XX:+UseParallelGC"),
                        arguments));
    }

    /** The program of the process: folder, port, settings as {@code key=value}. */
    public static void main(String[] args) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : List.of(args).subList(2, args.length)) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(Path.of(args[0]), Integer.parseInt(args[1]), settings)) {
            // This process is the broker's: when it gives up, say with a full disk, it shall end.
            // Reset procedures would only throw.
            Exit.setExitProcedure((status, _) -> Runtime.getRuntime().halt(status));
            Exit.setHaltProcedure((status, _) -> Runtime.getRuntime().halt(status));
            Fork.serve(kafka.bootstrapServers());
        }
        System.exit(0);
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return fork.said();
    }

    /** Its process, to be asked and signalled. */
    public Process process() {
        return fork.process();
    }

    /** Processor time that the broker took since it started. */
    public long cpuNanos() {
        return fork.process().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /** Stops it in order. */
    @Override
    public void close() {
        fork.close();
    }
}
