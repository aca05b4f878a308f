package io.sluice.faults.rig;

import io.sluice.devstack.ForkedKafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The broker's process. It listens once for each instance, and tells its clients there to come back
 * by the instance's proxy, so that all of its traffic goes that way; and once for the harness.
 */
public final class Broker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private ForkedKafka process;

    /**
     * Starts it.
     *
     * @param port for the harness
     * @param controller a free port
     * @param listeners by instance: the port to listen on, and the one of its proxy
     */
    Broker(Path folder, int port, int controller, Map<Instance, Listener> listeners) {
        this.folder = folder;
        this.port = port;
        this.settings = settings(port, controller, listeners);
        this.process = ForkedKafka.start(folder, port, "512m", settings);
    }

    record Listener(int port, int proxy) {}

    private static Map<String, String> settings(
            int port, int controller, Map<Instance, Listener> listeners) {
        Map<String, Integer> listen = new LinkedHashMap<>();
        Map<String, Integer> advertise = new LinkedHashMap<>();
        listen.put("PLAINTEXT", port);
        advertise.put("PLAINTEXT", port);
        listeners.forEach(
                (instance, listener) -> {
                    listen.put(listenerOf(instance), listener.port());
                    advertise.put(listenerOf(instance), listener.proxy());
                });
        listen.put("CONTROLLER", controller);
        Map<String, String> settings = new HashMap<>();
        settings.put("controller.quorum.voters", "1@" + HOST + ":" + controller);
        settings.put("listeners", addresses(listen));
        settings.put("advertised.listeners", addresses(advertise));
        settings.put(
                "listener.security.protocol.map",
                listen.keySet().stream()
                        .map(it -> it + ":PLAINTEXT")
                        .collect(Collectors.joining(",")));
        listeners
                .keySet()
                .forEach(
                        it ->
                                settings.put(
                                        "listener.name.%s.num.network.threads"
                                                .formatted(
                                                        listenerOf(it)
                                                                .toLowerCase(
                                                                        java.util.Locale.ROOT)),
                                        "1"));
        settings.put("num.network.threads", "1");
        settings.put("log.segment.bytes", Integer.toString(64 << 20));
        return settings;
    }

    private static String listenerOf(Instance instance) {
        return instance.role().name().replace("_", "") + instance.number();
    }

    private static String addresses(Map<String, Integer> listeners) {
        return listeners.entrySet().stream()
                .map(it -> it.getKey() + "://" + HOST + ":" + it.getValue())
                .collect(Collectors.joining(","));
    }

    /** For the harness: through no proxy. */
    public String address() {
        return HOST + ":" + port;
    }

    /** Where its log lies. */
    public Path folder() {
        return folder;
    }

    public boolean isAlive() {
        return process.process().isAlive();
    }

    public long pid() {
        return process.process().pid();
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.process().destroyForcibly().waitFor();
    }

    /** In order. */
    public void stop() {
        process.close();
    }

    /** Starts it again on the same ports; returns when it serves. */
    public void start() {
        process = ForkedKafka.start(folder, port, "512m", settings);
    }

    @Override
    public void close() {
        process.close();
    }
}
