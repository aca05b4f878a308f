package io.sluice.franz;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import java.util.concurrent.atomic.AtomicInteger;

/** The names of franz's measures. Thread-safe. */
final class FranzMetrics {
    private final Counter created;
    private final Counter failures;
    private final AtomicInteger apps = new AtomicInteger();
    private final AtomicInteger findings = new AtomicInteger();

    FranzMetrics(MeterRegistry registry) {
        created =
                Counter.builder("sluice.franz.topics.created")
                        .description("Topics made")
                        .register(registry);
        failures =
                Counter.builder("sluice.franz.rounds.failed")
                        .description("Rounds that Kafka or the registry failed")
                        .register(registry);
        Gauge.builder("sluice.franz.apps", apps, AtomicInteger::get)
                .description("Apps whose topics are there")
                .register(registry);
        Gauge.builder("sluice.franz.findings", findings, AtomicInteger::get)
                .description("Topics' differences from the plan that franz leaves alone")
                .register(registry);
    }

    void created(int topics) {
        created.increment(topics);
    }

    void failed() {
        failures.increment();
    }

    void apps(int count) {
        apps.set(count);
    }

    void findings(int count) {
        findings.set(count);
    }
}
