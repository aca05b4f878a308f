package io.sluice.app;

import io.sluice.app.books.Books;
import io.sluice.app.books.BooksPage;
import io.sluice.app.books.BooksTask;
import io.sluice.app.books.Sources;
import io.sluice.console.live.ProcessState;
import io.sluice.console.live.Teller;
import io.sluice.registry.CachedRegistry;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.Registry;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Drain;
import io.sluice.runtime.Drain.Phase;
import io.sluice.runtime.Health;
import io.sluice.runtime.ManagementServer;
import io.sluice.runtime.Metrics;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.S3ObjectStore;
import io.sluice.warehouse.Warehouse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The services of one process, started by role and stopped in order: unready, HTTP, poll loops,
 * producers, pools, Vert.x. Start and stop block, so neither is for an event loop.
 */
public final class Installation implements AutoCloseable {
    /** A drain waits so long for each part. */
    static final Duration STEP = Duration.ofSeconds(30);

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
    private final Services services;
    private final int managementPort;

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
            UUID process = UUID.randomUUID();
            services =
                    new Services(
                            new Services.Opened(
                                    settings, vertx, metrics, health, registry, store, warehouse,
                                    drain),
                            roles,
                            process);
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
            tell(process, roles);
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

    /** Tells others what this process knows alone; a process without a role has nothing to say. */
    private void tell(UUID process, Set<Role> roles) {
        Duration every = settings.management().reportEvery();
        if (!roles.isEmpty()) {
            tell(
                    process,
                    Teller.STATE,
                    () -> services.self().read().map(ProcessState::toJson),
                    every);
        }
        if (roles.contains(Role.FRANZ)) {
            tell(
                    process,
                    Teller.TOPICS,
                    () -> Future.succeededFuture(services.topicReport()),
                    every.multipliedBy(RARELY));
        }
    }

    private void tell(
            UUID process, String part, Supplier<Future<JsonObject>> told, Duration every) {
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
                    .handler(request -> request.json(services.topicReport()));
        }
        return router;
    }

    /** A step of a drain that does not wait for anything. */
    static Future<Void> run(Runnable step) {
        step.run();
        return Future.succeededFuture();
    }

    /** What it gives, or its failure; for threads that may block. */
    static <T> T await(Future<T> future) {
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
        return services.httpPort();
    }

    /** Port of the admin API; 0 where the console is not among the roles. */
    public int consolePort() {
        return services.consolePort();
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
