package io.sluice.runtime;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.datadog.DatadogMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The meters of one process: always shown as Prometheus text, and sent to Datadog if there is a
 * key. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry prometheus =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** As below, with nothing sent. */
    public Metrics() {
        this(MetricsSettings.DEFAULT);
    }

    /** A registry with the meters of the JVM in it. */
    public Metrics(MetricsSettings settings) {
        registry =
                settings.datadog().apiKey().isEmpty()
                        ? prometheus
                        : new CompositeMeterRegistry(
                                Clock.SYSTEM, List.of(prometheus, datadog(settings.datadog())));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    private static MeterRegistry datadog(MetricsSettings.Datadog settings) {
        MeterRegistry registry =
                new DatadogMeterRegistry(new DatadogSettings(settings), Clock.SYSTEM);
        registry.config().commonTags(DatadogSettings.HOST_TAG, host());
        return registry;
    }

    /** In a pod, its name. */
    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    /** Where services register their meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** All meters in Prometheus' text format; may take milliseconds, so not on an event loop. */
    public String scrape() {
        return prometheus.scrape();
    }

    /**
     * Builds a Vertx that counts HTTP requests, pools and messages here. Only labels with few
     * values are on: a path or an address as a label would grow without end.
     */
    public Vertx vertx(VertxOptions options) {
        Set<String> off =
                EnumSet.of(
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
                                        Label.EB_SIDE,
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
        // What was not sent yet is sent now.
        registry.close();
        prometheus.close();
    }
}
