package io.sluice.loadtest.rig;

import io.sluice.app.Main;
import io.sluice.app.Role;
import io.sluice.devstack.FreePorts;
import io.sluice.loadtest.measure.Meter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Some roles of Sluice in one process, started as {@code sluice run} starts them, with one app
 * whose key is {@link #KEY}.
 */
public final class SluiceProcess implements AutoCloseable {
    /** The app. */
    public static final String APP = "bench";

    /** Its write key; everything listens on this machine only, for minutes. */
    public static final String KEY = "sk_bench_0123456789abcdef0123456789abcdef";

    /** Of the topics of events and rows. */
    public static final int PARTITIONS = 4;

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final Jvm jvm;
    private final int httpPort = FreePorts.next();
    private final int managementPort = FreePorts.next();

    /**
     * What a process is.
     *
     * @param heap such as {@code 2g}
     * @param sections of the settings file, for roles that should not have their defaults
     * @param door lines that follow the section {@code http} of the door's, in its first level:
     *     with two blanks before what is beside it, four before what is in it
     */
    public record Options(Set<Role> roles, String heap, String sections, String door) {
        /** With the defaults of all roles. */
        public static Options of(Set<Role> roles, String heap) {
            return new Options(roles, heap, "", "");
        }
    }

    /** Starts it with all it may work with; returns when it is ready. */
    public SluiceProcess(Workspace workspace, Backends backends, Options options)
            throws IOException, InterruptedException {
        this(workspace, backends.conf(), options);
    }

    /**
     * Starts it; returns when it is ready.
     *
     * @param backends sections of the settings file by which its roles find what they work with
     */
    SluiceProcess(Workspace workspace, String backends, Options options)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(workspace.folder(), "sluice-");
        Path conf = folder.resolve("conf.yaml");
        Files.writeString(conf, backends + own(options) + options.sections());
        List<String> arguments = new ArrayList<>(List.of("run"));
        options.roles().forEach(role -> arguments.add(role.word()));
        arguments.addAll(List.of("--conf", conf.toString()));
        jvm = workspace.keep(new Jvm(folder, "sluice", options.heap(), Main.class, arguments));
        awaitReady();
    }

    private String own(Options options) {
        String all =
                """
                management:
                  port: %d
                instance: bench-%d
                """
                        .formatted(managementPort, managementPort);
        if (options.roles().contains(Role.EVENT_SINK)) {
            all +=
                    """
                    event-sink:
                      http:
                        port: %d
                    """
                                    .formatted(httpPort)
                            + options.door();
        }
        if (options.roles().contains(Role.FRANZ)) {
            all +=
                    """
                    franz:
                      replication: 1
                      partitions: %d
                      apps:
                        %s: %s
                    """
                            .formatted(PARTITIONS, APP, KEY);
        }
        return all;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_LIMIT.toNanos();
        HttpRequest ready =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/health/ready"
                                                .formatted(managementPort)))
                        .timeout(ANSWER_LIMIT)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!isReady(http, ready)) {
                if (!jvm.isAlive() || System.nanoTime() > end) {
                    throw jvm.failure("does not get ready");
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest ready) throws InterruptedException {
        try {
            return http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Where events are taken. */
    public int httpPort() {
        return httpPort;
    }

    public boolean isAlive() {
        return jvm.isAlive();
    }

    /** Measures the process. */
    public Meter meter() {
        return jvm.meter();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        jvm.close();
    }
}
