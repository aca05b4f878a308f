package io.sluice.app;

import io.sluice.app.books.Books;
import io.sluice.app.books.BooksPage;
import io.sluice.app.books.BooksTask;
import io.sluice.app.books.Sources;
import io.sluice.batcher.BatcherMetrics;
import io.sluice.batcher.BatcherVerticle;
import io.sluice.batcher.archive.ArchiverMetrics;
import io.sluice.batcher.archive.ArchiverSettings;
import io.sluice.batcher.archive.ArchiverVerticle;
import io.sluice.console.ConsoleVerticle;
import io.sluice.console.live.ProcessState;
import io.sluice.console.live.SelfReport;
import io.sluice.console.live.Teller;
import io.sluice.franz.FranzVerticle;
import io.sluice.franz.TopicReport;
import io.sluice.kafka.SlotLock;
import io.sluice.loader.LoaderMetrics;
import io.sluice.loader.LoaderVerticle;
import io.sluice.registry.CachedRegistry;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.Registry;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Drain;
import io.sluice.runtime.Drain.Phase;
import io.sluice.runtime.Health;
import io.sluice.runtime.ManagementServer;
import io.sluice.runtime.Metrics;
import io.sluice.sink.EventSink;
import io.sluice.sqlizer.SqlizerMetrics;
import io.sluice.sqlizer.SqlizerVerticle;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The services of one process, started by role and stopped in order: unready, HTTP, poll loops,
 * producers, pools, Vert.x. Start and stop block, so neither is for an event loop.
 */
public final class Installation implements AutoCloseable {
    private static final Duration STEP = Duration.ofSeconds(30);

    /** What is large and changes seldom is told every so many times. */
    private static final int RARELY = 15;

    private final InstallationSettings settings;
    private final Drain drain = new Drain();
    private final Health health = new Health();
    private final Metrics metrics;
    private final Vertx vertx;
    private final Registry registry;
    private final ObjectStore store;
    private final Warehouse warehouse;
    private final int httpPort;
    private final int managementPort;
    private final SelfReport self;
    private final UUID process = UUID.randomUUID();
    private Supplier<Optional<TopicReport>> topics = Optional::empty;
    private int consolePort;

    private Installation(InstallationSettings settings, Set<Role> roles) {
        this.settings = settings;
        metrics = new Metrics(settings.management().metrics());
        drain.add(Phase.UNREADY, "unready", STEP, () -> run(health::draining));
        // Two event loops serve a door on two cores; poll loops have threads of their own.
        vertx =
                metrics.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                                .setPreferNativeTransport(true));
        drain.add(Phase.PLATFORM, "vertx", STEP, vertx::close);
        try {
            Bus.register(vertx);
            PostgresRegistry postgres =
                    await(PostgresRegistry.open(vertx, settings.backends().registry()));
            registry = await(CachedRegistry.over(postgres));
            drain.add(Phase.STORES, "registry", STEP, registry::close);
            store =
                    new MeteredStore(
                            S3ObjectStore.create(settings.backends().storage()),
                            metrics.registry());
            drain.add(Phase.STORES, "object store", STEP, () -> run(store::close));
            warehouse = Warehouse.open(settings.backends().warehouse(), store);
            drain.add(Phase.STORES, "warehouse", STEP, () -> run(warehouse::close));
            httpPort = roles.contains(Role.EVENT_SINK) ? startSink() : 0;
            self = new SelfReport(vertx, words(roles), health, metrics.registry(), door());
            drain.add(Phase.OUTLETS, "self report", STEP, () -> run(self::close));
            roles.stream().sorted().forEach(role -> start(role, roles));
            ManagementServer management =
                    await(
                            ManagementServer.start(
                                    vertx, settings.management(), health, metrics, pages(roles)));
            managementPort = management.port();
            if (roles.contains(Role.LOADER)) {
                BooksTask task =
                        new BooksTask(
                                sources(),
                                settings.books(),
                                metrics.registry(),
                                settings.management().metrics().topApps());
                drain.add(Phase.STAGES, "books", STEP, () -> run(task::close));
            }
            drain.add(Phase.OUTLETS, "management", STEP, management::close);
            watch(roles);
            tell(roles);
            health.started();
        } catch (RuntimeException | Error failed) {
            drain.run();
            throw failed;
        }
    }

    /**
     * Starts these roles.
     *
     * @throws RuntimeException if a dependency is not there or a port is taken; what was started is
     *     stopped again
     */
    public static Installation start(InstallationSettings settings, Set<Role> roles) {
        return new Installation(settings, roles);
    }

    /** Begins to ask what these roles depend on; a process without a role depends on nothing. */
    private void watch(Set<Role> roles) {
        if (roles.isEmpty()) {
            return;
        }
        Dependencies dependencies = new Dependencies(vertx, health, metrics.registry());
        drain.add(Phase.OUTLETS, "dependencies", STEP, () -> run(dependencies::close));
        dependencies.kafka(settings.backends().kafka()).registry(registry, roles);
        if (roles.contains(Role.BATCHER) || roles.contains(Role.LOADER)) {
            dependencies.store(store, settings.backends().storage().bucket());
        }
        if (roles.contains(Role.LOADER)) {
            dependencies.warehouse(warehouse);
        }
    }

    private static String words(Set<Role> roles) {
        return roles.stream().sorted().map(Role::word).collect(Collectors.joining("+"));
    }

    /** Tells others what this process knows alone; a process without a role has nothing to say. */
    private void tell(Set<Role> roles) {
        Duration every = settings.management().reportEvery();
        if (!roles.isEmpty()) {
            tell(Teller.STATE, () -> self.read().map(ProcessState::toJson), every);
        }
        if (roles.contains(Role.FRANZ)) {
            tell(Teller.TOPICS, () -> Future.succeededFuture(report()), every.multipliedBy(RARELY));
        }
    }

    private void tell(String part, Supplier<Future<JsonObject>> told, Duration every) {
        Teller teller = new Teller(vertx, registry, process, part, told, every);
        drain.add(Phase.STAGES, "reports: " + part, STEP, () -> run(teller::close));
    }

    /** What the management port answers beside probes: the books, where the warehouse is known. */
    private Router pages(Set<Role> roles) {
        Router router = Router.router(vertx);
        if (roles.contains(Role.LOADER)) {
            router.get("/books").handler(new BooksPage(vertx, () -> books().toJson()));
        }
        if (roles.contains(Role.FRANZ)) {
            router.get("/topics")
                    .produces("application/json")
                    .handler(request -> request.json(report()));
        }
        return router;
    }

    /** What franz saw last. */
    private JsonObject report() {
        return topics.get().map(TopicReport::toJson).orElseGet(JsonObject::new);
    }

    private int startSink() {
        EventSink sink =
                await(
                        EventSink.start(
                                vertx,
                                settings.sink(),
                                settings.backends().kafka(),
                                registry,
                                metrics.registry(),
                                Optional.of(health),
                                slot(Role.EVENT_SINK)));
        drain.add(Phase.INGRESS, "event-sink", STEP, sink::close);
        health.ready("event-sink", sink::status);
        return sink.port();
    }

    private void start(Role role, Set<Role> roles) {
        switch (role) {
            case EVENT_SINK -> {}
            case FRANZ -> {
                FranzVerticle franz =
                        new FranzVerticle(
                                settings.franz(),
                                settings.backends().kafka(),
                                registry,
                                metrics.registry());
                deploy(role, 1, () -> franz);
                topics = franz::report;
                health.ready(role.word(), franz::status);
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
                                            registry,
                                            new SqlizerMetrics(metrics.registry()),
                                            health)));
            case BATCHER -> startBatcher();
            case LOADER -> {
                LoaderMetrics measured =
                        new LoaderMetrics(
                                metrics.registry(), settings.management().metrics().topTables());
                warehouse.observe(measured::copied);
                deploy(
                        role,
                        settings.loader().instances(),
                        LoaderVerticle.instances(
                                new LoaderVerticle.Wiring(
                                        slot(role),
                                        settings.loader(),
                                        settings.backends().kafka(),
                                        registry,
                                        warehouse,
                                        measured,
                                        health)));
            }
            case CONSOLE -> startConsole(roles);
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
                                registry,
                                store,
                                bucket,
                                new BatcherMetrics(metrics.registry()),
                                health)));
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
                                    store,
                                    bucket,
                                    new ArchiverMetrics(metrics.registry()),
                                    health)));
        }
    }

    private void startConsole(Set<Role> roles) {
        ConsoleVerticle console =
                new ConsoleVerticle(
                        new ConsoleVerticle.Wiring(
                                settings.console(),
                                settings.backends().kafka(),
                                registry,
                                SqlizerVerticle.GROUP,
                                BatcherVerticle.GROUP,
                                LoaderVerticle.GROUP,
                                self,
                                process,
                                roles.contains(Role.FRANZ)
                                        ? Optional.of(this::report)
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
                await(
                        vertx.deployVerticle(
                                verticles, new DeploymentOptions().setInstances(instances)));
        drain.add(Phase.STAGES, role.word(), STEP, () -> vertx.undeploy(id));
    }

    private String slot(Role role) {
        if (!settings.instance().isEmpty()) {
            return role.word() + "-" + settings.instance();
        }
        SlotLock slot = SlotLock.claim(settings.slots(), role.word());
        drain.add(Phase.PLATFORM, "slot of " + role.word(), STEP, () -> run(slot::close));
        return slot.id();
    }

    private static Future<Void> run(Runnable step) {
        step.run();
        return Future.succeededFuture();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    public InstallationSettings settings() {
        return settings;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Registry registry() {
        return registry;
    }

    public Warehouse warehouse() {
        return warehouse;
    }

    public Health health() {
        return health;
    }

    /** What the books are read from. */
    public Sources sources() {
        Backends backends = settings.backends();
        return new Sources(
                backends.kafka(), registry, warehouse, store, backends.storage().bucket());
    }

    /** Counts the books; see {@link Books#read}. */
    public Books books() {
        return Books.read(sources(), settings.books());
    }

    /** Waits until every check is up; false if that takes longer than the limit. */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!await(health.readiness()).ok()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    /** Port of the event-sink; 0 where it is not among the roles. */
    public int httpPort() {
        return httpPort;
    }

    /** Port of the admin API; 0 where the console is not among the roles. */
    public int consolePort() {
        return consolePort;
    }

    public int managementPort() {
        return managementPort;
    }

    /** Stops when the JVM ends, at the latest. */
    public void drainAtExit() {
        drain.atExit();
    }

    /** Adds what has to stop after all services, such as an embedded stack. */
    public void closeLast(String name, AutoCloseable part) {
        drain.add(
                Phase.PLATFORM,
                name,
                STEP,
                () -> {
                    try {
                        part.close();
                        return Future.succeededFuture();
                    } catch (Exception failed) {
                        return Future.failedFuture(failed);
                    }
                });
    }

    /** Drains; returns when all has stopped. */
    @Override
    public void close() {
        drain.run();
    }
}
