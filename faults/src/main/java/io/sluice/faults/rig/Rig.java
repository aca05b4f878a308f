package io.sluice.faults.rig;

import io.sluice.app.Role;
import io.sluice.app.WarehouseChoice;
import io.sluice.devstack.FreePorts;
import io.sluice.faults.net.Backend;
import io.sluice.faults.net.Proxy;
import io.sluice.faults.net.Rules;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole installation of processes: a broker, an S3, a PostgreSQL for the registry and one for the
 * warehouse, and the roles, each of which reaches each backend by a proxy of its own.
 */
public final class Rig implements AutoCloseable {
    /** Of the broker's log: more than hours of our load, and soon filled. */
    private static final int DISK_MEGABYTES = 1024;

    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Rules rules = new Rules();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<Instance, RoleProcess> roles = new LinkedHashMap<>();
    private final Map<Instance, Integer> doors = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private int consolePort;
    private final JvmOptions jvm;
    private final Database registry;
    private final Database warehouse;
    private final Broker broker;
    private final Store store;
    private final Optional<StandIn> standIn;
    private final Optional<SmallDisk> disk;

    /**
     * Starts the backends; no role yet.
     *
     * @param folder for data, settings and logs
     * @param writeKeys by app
     */
    public Rig(Path folder, Map<String, String> writeKeys, WarehouseChoice kind)
            throws IOException, InterruptedException {
        this.folder = folder;
        try {
            jvm = JvmOptions.prepare(Files.createDirectories(folder.resolve("tmp")));
            registry = keep(new Database(folder.resolve("registry"), FreePorts.next(), "registry"));
            warehouse =
                    keep(new Database(folder.resolve("warehouse"), FreePorts.next(), "warehouse"));
            store = keep(new Store(folder.resolve("s3"), FreePorts.next()));
            standIn =
                    kind == WarehouseChoice.REDSHIFT
                            ? Optional.of(startStandIn())
                            : Optional.empty();
            standIn.ifPresent(this::keep);
            disk = SmallDisk.mount(folder.resolve("disk"), DISK_MEGABYTES);
            disk.ifPresent(this::keep);
            Map<Instance, Broker.Listener> listeners = new LinkedHashMap<>();
            for (Instance instance : Instance.all()) {
                int listener = FreePorts.next();
                Ways ways =
                        new Ways(
                                proxy(instance, Backend.KAFKA, listener),
                                proxy(instance, Backend.REGISTRY, registry.port()),
                                proxy(
                                        instance,
                                        Backend.WAREHOUSE,
                                        standIn.map(StandIn::port).orElseGet(warehouse::port)),
                                proxy(instance, Backend.S3, store.endpoint().uri().getPort()));
                listeners.put(instance, new Broker.Listener(listener, ways.kafka().port()));
                add(instance, ways, writeKeys);
            }
            broker =
                    keep(
                            new Broker(
                                    folder.resolve("disk").resolve("kafka"),
                                    FreePorts.next(),
                                    FreePorts.next(),
                                    listeners));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Its COPY meets the faults of the object store too. */
    private StandIn startStandIn() {
        Proxy s3 =
                keep(new Proxy("redshift", Backend.S3, 0, store.endpoint().uri().getPort(), rules));
        return new StandIn(warehouse, store.endpoint(), s3.port(), FreePorts.next());
    }

    private Proxy proxy(Instance instance, Backend backend, int target) {
        return new Proxy(instance.name(), backend, 0, target, rules);
    }

    private void add(Instance instance, Ways ways, Map<String, String> writeKeys)
            throws IOException {
        int port = 0;
        if (instance.role() == Role.EVENT_SINK) {
            port = FreePorts.next();
            doors.put(instance, port);
        } else if (instance.role() == Role.CONSOLE) {
            port = FreePorts.next();
            consolePort = port;
        }
        Path conf = folder.resolve(instance.name() + ".yaml");
        Files.writeString(
                conf,
                new RoleConf(
                                writeKeys,
                                registry.password(),
                                warehouse.password(),
                                standIn.isPresent())
                        .of(instance, ways, store.endpoint(), port));
        roles.put(
                instance,
                new RoleProcess(
                        instance, ways, conf, folder.resolve(instance.name() + ".log"), jvm, http));
    }

    /** Starts the usual roles and waits until all are ready. */
    public void startRoles() throws InterruptedException {
        for (Instance instance : Instance.USUAL) {
            role(instance.name()).start();
        }
        for (Instance instance : Instance.USUAL) {
            if (!role(instance.name()).awaitReady(READY_LIMIT)) {
                throw new IllegalStateException(
                        "%s does not get ready: see %s"
                                .formatted(
                                        instance.name(), folder.resolve(instance.name() + ".log")));
            }
        }
    }

    /** The process of an instance. */
    public RoleProcess role(String name) {
        RoleProcess found = roles.get(Instance.of(name));
        if (found == null) {
            throw new IllegalArgumentException("no instance " + name);
        }
        return found;
    }

    public Collection<RoleProcess> roles() {
        return roles.values();
    }

    /** Addresses of the doors. */
    public List<String> doors() {
        return doors.values().stream().map(it -> "http://127.0.0.1:" + it).toList();
    }

    /** What an administrator asks: the apps, of the console. */
    public HttpRequest adminCall() {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v1/apps".formatted(consolePort)))
                .timeout(READY_LIMIT)
                .header("Authorization", "Bearer " + RoleConf.ADMIN_TOKEN)
                .build();
    }

    /** How often a role was started beyond its first time. */
    public int restarts() {
        return roles.values().stream().mapToInt(it -> Math.max(0, it.starts() - 1)).sum();
    }

    public Rules rules() {
        return rules;
    }

    /** The disk of the broker's log; empty where it is no disk of its own. */
    public Optional<SmallDisk> disk() {
        return disk;
    }

    public Store store() {
        return store;
    }

    public Broker broker() {
        return broker;
    }

    public Database registry() {
        return registry;
    }

    /** The PostgreSQL that keeps the warehouse's rows, also those of a stand-in before it. */
    public Database warehouse() {
        return warehouse;
    }

    /** What stands before it where the warehouse is to be Redshift. */
    public Optional<StandIn> standIn() {
        return standIn;
    }

    public HttpClient http() {
        return http;
    }

    /** Where data, settings and logs lie. */
    public Path folder() {
        return folder;
    }

    /** Ends all processes, the roles at once. */
    @Override
    public void close() {
        RuntimeException failure = null;
        // First those who use the others.
        roles.values().forEach(RoleProcess::close);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                failure =
                        failure == null
                                ? new IllegalStateException("not all was stopped", failed)
                                : failure;
            }
        }
        http.close();
        if (failure != null) {
            throw failure;
        }
    }
}
