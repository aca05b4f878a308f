package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.devstack.FreePorts;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One role in a process of its own with a fixed heap; it ends when that does not suffice. */
final class BoundedRole implements AutoCloseable {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern GC =
            Pattern.compile("(?m)^jvm_gc_pause_seconds_sum\\{.*\\} ([0-9.E-]+)$");

    private final Role role;
    private final SluiceProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String management;

    private BoundedRole(Role role, SluiceProcess process, String management) {
        this.role = role;
        this.process = process;
        this.management = management;
    }

    /**
     * Starts it from its file in conf/, and waits until it is ready.
     *
     * @param settings lines that stand in the file as comments, and count here
     */
    static BoundedRole ready(
            Role role,
            Path folder,
            Map<String, String> environment,
            int heapMib,
            Map<String, String> settings)
            throws IOException {
        BoundedRole started = start(role, folder, environment, heapMib, settings);
        started.awaitReady();
        return started;
    }

    /** Starts it as {@link #ready} does, and returns at once. */
    static BoundedRole start(
            Role role,
            Path folder,
            Map<String, String> environment,
            int heapMib,
            Map<String, String> settings)
            throws IOException {
        Path conf = folder.resolve(role.word() + ".yaml");
        String text = Files.readString(BackendsProcess.CONF.resolve(role.word() + ".yaml"));
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            assertThat(text).contains(setting.getKey());
            text = text.replace(setting.getKey(), setting.getValue());
        }
        Files.writeString(conf, text);
        int port = FreePorts.next();
        Map<String, String> own = new HashMap<>(environment);
        own.put("SLUICE_MANAGEMENT_PORT", Integer.toString(port));
        own.putIfAbsent("SLUICE_CONSOLE_PORT", "0");
        // These come after the options of the command line, and so win.
        own.put(
                "_JAVA_OPTIONS",
                "-Xmx%dm -XX:TieredStopAtLevel=4 -XX:+ExitOnOutOfMemoryError -Djava.io.tmpdir=%s"
                        .formatted(heapMib, folder));
        SluiceProcess process =
                SluiceProcess.start(folder, own, "run", role.word(), "--conf", conf.toString());
        return new BoundedRole(role, process, "http://127.0.0.1:" + port);
    }

    /** Waits until it says that it is ready. */
    void awaitReady() throws IOException {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive() || get("/health/ready").statusCode() == 200);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(role + " does not get ready: " + process.err(), late);
        }
        assertAlive();
    }

    void assertAlive() throws IOException {
        assertThat(process.isAlive()).as("%s: %s", role, process.err()).isTrue();
    }

    /** Most of the machine's memory that the process ever had, in MiB. */
    long peakMib() throws IOException {
        return Long.parseLong(find(PEAK, Files.readString(Path.of("/proc/" + pid() + "/status"))))
                / 1024;
    }

    /** Seconds that the process has stood still for its heap. */
    double gcSeconds() throws IOException, InterruptedException {
        Matcher sums = GC.matcher(get("/metrics").body());
        double seconds = 0;
        while (sums.find()) {
            seconds += Double.parseDouble(sums.group(1));
        }
        return seconds;
    }

    private long pid() {
        return process.pid();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    /** What its management port answers. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(management + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The good end. */
    void terminate() throws IOException, InterruptedException {
        askToEnd();
        awaitEnd();
    }

    /** As an orchestrator does. */
    void askToEnd() {
        process.terminate();
    }

    void awaitEnd() throws IOException, InterruptedException {
        SluiceProcess.Result end = process.await();
        assertThat(end.code()).as("%s: %s", role, end.err()).isEqualTo(143);
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
