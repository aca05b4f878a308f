package io.sluice.loadtest.simulation;

import io.sluice.app.Role;
import io.sluice.events.ChunkHeader;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.loadtest.rig.Backends;
import io.sluice.loadtest.rig.Clients;
import io.sluice.loadtest.rig.SluiceProcess;
import io.sluice.loadtest.rig.Workspace;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code loadtest/simulate [NAME...]}: starts all of Sluice, plays the simulations against it, and
 * compares what the door has acknowledged with what lies on the events topic. Exit codes: 0 all
 * held; 1 an assertion failed or an acknowledged event is missing; 2 wrong usage.
 */
public final class Simulate {
    private static final int LARGE_AT_ONCE = 16;
    private static final String OVERLOAD = "overload";

    /** Hardly more than one body of the largest size needs, so that a few clients fill it. */
    private static final String LITTLE_ROOM = "    in-flight: 5MiB\n";

    private static final Map<String, Class<?>> SIMULATIONS = new LinkedHashMap<>();

    static {
        SIMULATIONS.put("steady", SteadySimulation.class);
        SIMULATIONS.put(OVERLOAD, OverloadSimulation.class);
        SIMULATIONS.put("slow-clients", SlowClientsSimulation.class);
        SIMULATIONS.put("large-bodies", LargeBodiesSimulation.class);
    }

    private final Workspace workspace;
    private final Backends backends;

    private Simulate(Workspace workspace) throws IOException, InterruptedException {
        this.workspace = workspace;
        backends = new Backends(workspace);
    }

    /** Plays those named, or all. */
    public static void main(String[] args) throws Exception {
        List<String> names = args.length == 0 ? List.copyOf(SIMULATIONS.keySet()) : List.of(args);
        if (!SIMULATIONS.keySet().containsAll(names)) {
            System.err.println("usage: loadtest/simulate [NAME...], of " + SIMULATIONS.keySet());
            System.exit(2);
        }
        boolean held = true;
        try (Workspace workspace = Workspace.make()) {
            Simulate simulate = new Simulate(workspace);
            for (String name : names) {
                held &= simulate.play(name);
            }
        }
        System.exit(held ? 0 : 1);
    }

    private boolean play(String name) throws IOException, InterruptedException {
        Path answers = workspace.folder().resolve(name + ".answers");
        SluiceProcess.Options options =
                new SluiceProcess.Options(
                        Role.pipeline(), "1g", "", name.equals(OVERLOAD) ? LITTLE_ROOM : "");
        long before;
        int exit;
        try (SluiceProcess sluice = new SluiceProcess(workspace, backends, options)) {
            before = arrived();
            exit = gatling(name, sluice, answers);
        }
        if (!Files.exists(answers)) {
            System.out.printf("%s: FAILED: the simulation did not end%n", name);
            return false;
        }
        List<Long> counts =
                Arrays.stream(Files.readString(answers).split(" ")).map(Long::parseLong).toList();
        long accepted = counts.getFirst();
        long refused = counts.getLast();
        long arrived = arrived() - before;
        boolean overloaded = !name.equals(OVERLOAD) || refused > 0;
        boolean held = exit == 0 && arrived == accepted && overloaded;
        System.out.printf(
                "%s: %s: %,d events acknowledged, %,d arrived; %,d requests refused for a moment%n",
                name, held ? "held" : "FAILED", accepted, arrived, refused);
        return held;
    }

    private int gatling(String name, SluiceProcess sluice, Path answers)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx768m");
        System.getProperties().stringPropertyNames().stream()
                .filter(property -> property.startsWith("sluice."))
                .map(property -> "-D" + property + "=" + System.getProperty(property))
                .forEach(command::add);
        command.addAll(
                List.of(
                        "-Dsluice.url=http://127.0.0.1:" + sluice.httpPort(),
                        "-Dsluice.key=" + SluiceProcess.KEY,
                        "-Dsluice.answers=" + answers,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.gatling.app.Gatling",
                        "-s",
                        String.valueOf(SIMULATIONS.get(name).getName()),
                        "-rf",
                        Path.of("loadtest", "target", "gatling").toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** Events on the topic, by the headers of its chunks. */
    private long arrived() {
        String topic = Topics.events(SluiceProcess.APP);
        Clients clients = new Clients(backends.kafka());
        List<TopicPartition> partitions = Clients.partitions(topic, SluiceProcess.PARTITIONS, 0, 1);
        long events = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                clients.consumer("arrived", partitions, LARGE_AT_ONCE)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!Clients.atEnd(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    events +=
                            ChunkHeader.read(KafkaHeaders.reader(record.headers()))
                                    .orElseThrow()
                                    .count();
                }
            }
        }
        return events;
    }
}
