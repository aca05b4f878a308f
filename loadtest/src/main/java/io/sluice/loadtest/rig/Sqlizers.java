package io.sluice.loadtest.rig;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.registry.CachedRegistry;
import io.sluice.registry.PostgresRegistry;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistryCounters;
import io.sluice.runtime.Bus;
import io.sluice.runtime.Health;
import io.sluice.sqlizer.SqlizerMetrics;
import io.sluice.sqlizer.SqlizerSettings;
import io.sluice.sqlizer.SqlizerVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The role sqlizer as a process has it: its instances, one registry with its own connections and
 * memory, one Vert.x. Several of them in this JVM know nothing of one another.
 */
public final class Sqlizers implements AutoCloseable {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Health health = new Health();
    private final Vertx vertx = Vertx.vertx();
    private final PostgresRegistry postgres;
    private final Registry registry;

    /**
     * Starts them; they join their group by themselves.
     *
     * @param slot names them on the broker; two that run at once need two
     */
    public Sqlizers(KafkaAndRegistry backends, String slot, SqlizerSettings settings) {
        Bus.register(vertx);
        postgres = await(PostgresRegistry.open(vertx, backends.registry()));
        registry = await(CachedRegistry.over(postgres));
        await(registry.ensureApp(KafkaAndRegistry.APP));
        SqlizerVerticle.Wiring wiring =
                new SqlizerVerticle.Wiring(
                        slot,
                        settings,
                        backends.kafka(),
                        registry,
                        new SqlizerMetrics(meters),
                        health);
        await(
                vertx.deployVerticle(
                        SqlizerVerticle.instances(wiring),
                        new DeploymentOptions().setInstances(settings.instances())));
        health.started();
    }

    /** Rows of event tables committed since the start. */
    public double rowsOut() {
        return meters.get("sluice.sqlizer.rows_out").counter().count();
    }

    /** What was asked of the registry since the start. */
    public RegistryCounters counters() {
        return postgres.counters();
    }

    public Registry registry() {
        return registry;
    }

    /** Whether all instances have joined their group. */
    public boolean isReady() {
        return await(health.readiness()).ok();
    }

    /** What the instances say of themselves. */
    public String state() {
        return await(health.readiness()).toString();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /** Stops in order; returns when all has stopped. */
    @Override
    public void close() {
        await(
                Future.all(vertx.deploymentIDs().stream().map(vertx::undeploy).toList())
                        .eventually(registry::close)
                        .eventually(vertx::close));
    }
}
