package io.sluice.faults.rig;

import io.sluice.devstack.FreePorts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The process of one instance. Who starts, kills or freezes it holds its {@link #turn}, so that two
 * faults never work on one process at once.
 */
public final class RoleProcess implements AutoCloseable {
    private final Instance instance;
    private final Ways ways;
    private final Path conf;
    private final Path log;
    private final JvmOptions jvm;
    private final HttpClient http;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @org.jspecify.annotations.Nullable Process process;
    private final AtomicInteger starts = new AtomicInteger();
    private volatile int managementPort;
    private volatile JvmOptions.Extra extra = JvmOptions.Extra.NONE;

    RoleProcess(
            Instance instance, Ways ways, Path conf, Path log, JvmOptions jvm, HttpClient http) {
        this.instance = instance;
        this.ways = ways;
        this.conf = conf;
        this.log = log;
        this.jvm = jvm;
        this.http = http;
    }

    public Instance instance() {
        return instance;
    }

    public String name() {
        return instance.name();
    }

    public Ways ways() {
        return ways;
    }

    /** Held by the fault that has this process in hand. */
    public ReentrantLock turn() {
        return turn;
    }

    /** Where probes and books are answered. */
    public int managementPort() {
        return managementPort;
    }

    /** What the next start gets beside the usual, until it is set again. */
    public void setExtra(JvmOptions.Extra next) {
        extra = next;
    }

    /** How often it was started. */
    int starts() {
        return starts.get();
    }

    /** Starts it, and returns before it is ready. */
    public void start() {
        starts.incrementAndGet();
        managementPort = FreePorts.next();
        process = launch(managementPort);
    }

    /**
     * Starts one more process of the same name, as an orchestrator does that has given up on the
     * first; returns the first.
     */
    public Process replace() {
        Process before = current();
        start();
        return before;
    }

    private Process launch(int port) {
        List<String> command = new ArrayList<>(jvm.command(extra));
        command.addAll(
                List.of(
                        "io.sluice.app.Main",
                        "run",
                        instance.role().word(),
                        "--conf",
                        conf.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("FAULTS_MANAGEMENT_PORT", Integer.toString(port));
        environment.put("SLUICE_LOG", "INFO");
        environment.putAll(extra.environment());
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + instance.name(), failed);
        }
    }

    private Process current() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(instance.name() + " was never started");
        }
        return running;
    }

    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** As {@code kill -9}; returns when it is gone. */
    public void kill() throws InterruptedException {
        current().destroyForcibly().waitFor();
    }

    /** Stands still until {@link #thaw}. */
    public void freeze() {
        Signal.STOP.send(current().pid());
    }

    public void thaw() {
        Signal.CONT.send(current().pid());
    }

    /**
     * As an orchestrator stops it.
     *
     * @return how long it took; or empty if it was still there after the limit, and then killed
     */
    public java.util.Optional<Duration> terminate(Duration limit) throws InterruptedException {
        long began = System.nanoTime();
        Process running = current();
        running.destroy();
        if (!running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(Duration.ofNanos(System.nanoTime() - began));
    }

    /** Waits until it says that it is ready; false if it does not within the limit. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > end || !isAlive()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/health/ready"
                                                    .formatted(managementPort)))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
        ways.close();
    }
}
