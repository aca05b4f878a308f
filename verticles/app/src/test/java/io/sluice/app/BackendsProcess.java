package io.sluice.app;

import io.sluice.devstack.FreePorts;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka, PostgreSQL and S3 in a process of their own, on free ports. */
final class BackendsProcess implements AutoCloseable {
    static final Path CONF = Path.of("../../conf");

    private final SluiceProcess process;
    private final Map<String, String> environment;

    private BackendsProcess(SluiceProcess process, Map<String, String> environment) {
        this.process = process;
        this.environment = environment;
    }

    static BackendsProcess start(Path folder) throws IOException {
        Path data = folder.resolve("backends");
        Path conf = folder.resolve("backends.yaml");
        String text = Files.readString(CONF.resolve("backends.yaml"));
        // Fixed ports are for people; tests run beside others.
        for (String port : List.of("19092", "15432", "19000", "15439")) {
            text = text.replace(port, Integer.toString(FreePorts.next()));
        }
        Files.writeString(conf, text);
        SluiceProcess process =
                SluiceProcess.start(
                        folder,
                        Map.of("SLUICE_BACKENDS_DIR", data.toString()),
                        "run",
                        "backends",
                        "--conf",
                        conf.toString(),
                        "--warehouse",
                        ChosenWarehouse.CHOICE.word());
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> !process.isAlive() || !process.out().isEmpty());
        if (!process.isAlive()) {
            throw new IllegalStateException("the backends ended: " + process.err());
        }
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("env"))) {
            String[] parts = line.replaceFirst("^export ", "").split("=", 2);
            environment.put(parts[0], parts[1].replaceAll("^'|'$", ""));
        }
        environment.put("SLUICE_HTTP_PORT", Integer.toString(FreePorts.next()));
        return new BackendsProcess(process, environment);
    }

    /** What roles need to find them, and the port that a door is to have. */
    Map<String, String> environment() {
        return environment;
    }

    /** Where such a door takes events. */
    static String door(Map<String, String> environment) {
        return "http://127.0.0.1:" + environment.get("SLUICE_HTTP_PORT") + "/v1/events";
    }

    /** One number out of the warehouse. */
    long query(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                environment.get("SLUICE_WAREHOUSE_URL"),
                                environment.get("SLUICE_WAREHOUSE_USER"),
                                environment.get("SLUICE_WAREHOUSE_PASSWORD"));
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Sends a signal to the process of Kafka and S3; PostgreSQL's are others. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("no signal " + name);
        }
    }

    SluiceProcess.Result terminate() throws IOException, InterruptedException {
        process.terminate();
        return process.await();
    }

    @Override
    public void close() {
        process.close();
    }
}
