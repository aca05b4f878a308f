package io.sluice.app;

import io.sluice.batcher.BatcherMetrics;
import io.sluice.batcher.BatcherVerticle;
import io.sluice.batcher.archive.ArchiverMetrics;
import io.sluice.batcher.archive.ArchiverSettings;
import io.sluice.batcher.archive.ArchiverVerticle;
import io.sluice.console.ConsoleVerticle;
import io.sluice.console.live.SelfReport;
import io.sluice.franz.FranzVerticle;
import io.sluice.franz.TopicReport;
import io.sluice.kafka.SlotLock;
import io.sluice.loader.LoaderMetrics;
import io.sluice.loader.LoaderVerticle;
import io.sluice.registry.Registry;
import io.sluice.runtime.Drain;
import io.sluice.runtime.Drain.Phase;
import io.sluice.runtime.Health;
import io.sluice.runtime.Metrics;
import io.sluice.sink.EventSink;
import io.sluice.sqlizer.SqlizerMetrics;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.storage.ObjectStore;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The services of a process, started by role on what its installation has opened. Each adds its
 * stop to the drain. To start blocks.
 */
final class Services {
    private final Opened opened;
    private final InstallationSettings settings;
    private final Set<Role> roles;
    private final UUID process;
    private final int httpPort;
    private final SelfReport self;
    private Supplier<Optional<TopicReport>> topics = Optional::empty;
    private int consolePort;

    /**
     * What services work with.
     *
     * @param drain stops what was started
     */
    record Opened(
            InstallationSettings settings,
            Vertx vertx,
            Metrics metrics,
            Health health,
            Registry registry,
            ObjectStore store,
            Warehouse warehouse,
            Drain drain) {}

    /**
     * Starts them.
     *
     * @param process its id among those that tell of themselves
     */
    Services(Opened opened, Set<Role> roles, UUID process) {
        this.opened = opened;
        this.settings = opened.settings();
        this.roles = Set.copyOf(roles);
        this.process = process;
        httpPort = roles.contains(Role.EVENT_SINK) ? startSink() : 0;
        self =
                new SelfReport(
                        opened.vertx(),
                        words(roles),
                        opened.health(),
                        opened.metrics().registry(),
                        door());
        opened.drain()
                .add(
                        Phase.OUTLETS,
                        "self report",
                        Installation.STEP,
                        () -> Installation.run(self::close));
        roles.stream().sorted().forEach(this::start);
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining("+"));
    }

    private int startSink() {
        EventSink sink =
                Installation.await(
                        EventSink.start(
                                opened.vertx(),
                                settings.sink(),
                                settings.backends().kafka(),
                                opened.registry(),
                                opened.metrics().registry(),
                                Optional.of(opened.health()),
                                slot(Role.EVENT_SINK)));
        opened.drain().add(Phase.INGRESS, "event-sink", Installation.STEP, sink::close);
        opened.health().ready("event-sink", sink::status);
        return sink.port();
    }

    private void start(Role role) {
        switch (role) {
            case EVENT_SINK -> {}
            case FRANZ -> {
                FranzVerticle franz =
                        new FranzVerticle(
                                settings.franz(),
                                settings.backends().kafka(),
                                opened.registry(),
                                opened.metrics().registry());
                deploy(role, 1, () -> franz);
                topics = franz::report;
                opened.health().ready(role.word(), franz::status);
            }
            case SQLIZER ->
                    deploy(
                            role,
                            settings.sqlizer().instances(),
                            SqlizerVerticle.instances(
                                    new SqlizerVerticle.Wiring(
                                            slot(role),
                                            settings.sqlizer(),
                                            settings.backends().kafka(),
                                            opened.registry(),
                                            new SqlizerMetrics(opened.metrics().registry()),
                                            opened.health())));
            case BATCHER -> startBatcher();
            case LOADER -> {
                LoaderMetrics measured =
                        new LoaderMetrics(
                                opened.metrics().registry(),
                                settings.management().metrics().topTables());
                opened.warehouse().observe(measured::copied);
                deploy(
                        role,
                        settings.loader().instances(),
                        LoaderVerticle.instances(
                                new LoaderVerticle.Wiring(
                                        slot(role),
                                        settings.loader(),
                                        settings.backends().kafka(),
                                        opened.registry(),
                                        opened.warehouse(),
                                        measured,
                                        opened.health())));
            }
            case CONSOLE -> startConsole();
        }
    }

    private void startBatcher() {
        String slot = slot(Role.BATCHER);
        String bucket = settings.backends().storage().bucket();
        deploy(
                Role.BATCHER,
                settings.batcher().instances(),
                BatcherVerticle.instances(
                        new BatcherVerticle.Wiring(
                                slot,
                                settings.batcher(),
                                settings.backends().kafka(),
                                opened.registry(),
                                opened.store(),
                                bucket,
                                new BatcherMetrics(opened.metrics().registry()),
                                opened.health())));
        ArchiverSettings archive = settings.batcher().archive();
        if (archive.isOn()) {
            deploy(
                    Role.BATCHER,
                    archive.instances(),
                    ArchiverVerticle.instances(
                            new ArchiverVerticle.Wiring(
                                    slot,
                                    archive,
                                    settings.backends().kafka(),
                                    opened.store(),
                                    bucket,
                                    new ArchiverMetrics(opened.metrics().registry()),
                                    opened.health())));
        }
    }

    private void startConsole() {
        ConsoleVerticle console =
                new ConsoleVerticle(
                        new ConsoleVerticle.Wiring(
                                settings.console(),
                                settings.backends().kafka(),
                                opened.registry(),
                                SqlizerVerticle.GROUP,
                                BatcherVerticle.GROUP,
                                LoaderVerticle.GROUP,
                                self,
                                process,
                                roles.contains(Role.FRANZ)
                                        ? Optional.of(this::topicReport)
                                        : Optional.empty()));
        deploy(Role.CONSOLE, 1, () -> console);
        consolePort = console.port();
    }

    private Optional<String> door() {
        String scheme = settings.sink().http().tls().isPresent() ? "https" : "http";
        return httpPort == 0
                ? Optional.empty()
                : Optional.of(
                        "%s://%s:%d".formatted(scheme, settings.sink().http().host(), httpPort));
    }

    private void deploy(Role role, int instances, Supplier<Deployable> verticles) {
        String id =
                Installation.await(
                        opened.vertx()
                                .deployVerticle(
                                        verticles,
                                        new DeploymentOptions().setInstances(instances)));
        opened.drain()
                .add(
                        Phase.STAGES,
                        role.word(),
                        Installation.STEP,
                        () -> opened.vertx().undeploy(id));
    }

    private String slot(Role role) {
        if (!settings.instance().isEmpty()) {
            return role.word() + "-" + settings.instance();
        }
        SlotLock slot = SlotLock.claim(settings.slots(), role.word());
        opened.drain()
                .add(
                        Phase.PLATFORM,
                        "slot of " + role.word(),
                        Installation.STEP,
                        () -> Installation.run(slot::close));
        return slot.id();
    }

    /** What franz saw last. */
    JsonObject topicReport() {
        return topics.get().map(TopicReport::toJson).orElseGet(JsonObject::new);
    }

    /** What this process says of itself. */
    SelfReport self() {
        return self;
    }

    /** Port of the event-sink; 0 where it is not among the roles. */
    int httpPort() {
        return httpPort;
    }

    /** Port of the admin API; 0 where the console is not among the roles. */
    int consolePort() {
        return consolePort;
    }
}
