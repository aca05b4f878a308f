package io.sluice.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The meters of one process, shown as Prometheus text. Thread-safe. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** A registry with the meters of the JVM in it. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /** Where services register their meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** All meters in Prometheus' text format; may take milliseconds, so not on an event loop. */
    public String scrape() {
        return registry.scrape();
    }

    /**
     * Builds a Vertx that counts HTTP requests and pools here. Only labels with few values are on:
     * a path or an address as a label would grow without end.
     */
    public Vertx vertx(VertxOptions options) {
        Set<String> off =
                EnumSet.of(
                                MetricsDomain.EVENT_BUS,
                                MetricsDomain.DATAGRAM_SOCKET,
                                MetricsDomain.NET_SERVER,
                                MetricsDomain.NET_CLIENT)
                        .stream()
                        .map(MetricsDomain::toCategory)
                        .collect(Collectors.toSet());
        MicrometerMetricsOptions metrics =
                new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setJvmMetricsEnabled(false)
                        .setDisabledMetricsCategories(off)
                        .setLabels(
                                EnumSet.of(
                                        Label.HTTP_METHOD,
                                        Label.HTTP_CODE,
                                        Label.POOL_TYPE,
                                        Label.POOL_NAME));
        return Vertx.builder()
                .with(options.setMetricsOptions(metrics))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .build();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
