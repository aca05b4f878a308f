package io.sluice.franz;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sluice.kafka.Topics;
import io.sluice.runtime.TopNames;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The names of franz's measures. Thread-safe. What is told for each app is told for the busiest
 * alone; the others are one.
 */
final class FranzMetrics {
    /** Of a topic that all apps share. */
    private static final String ALL = "all";

    private final Counter created;
    private final Counter grown;
    private final Counter failures;
    private final AtomicInteger apps = new AtomicInteger();
    private final AtomicInteger topics = new AtomicInteger();
    private final Map<Finding.Kind, AtomicInteger> findings = new EnumMap<>(Finding.Kind.class);
    private final MultiGauge lagEvents;
    private final MultiGauge lagSeconds;
    private final MultiGauge rates;
    private final int topApps;

    FranzMetrics(MeterRegistry registry, int topApps) {
        this.topApps = topApps;
        created = counter(registry, "sluice.franz.topics.created", "Topics made");
        grown = counter(registry, "sluice.franz.topics.grown", "Topics that grew by their load");
        failures =
                counter(
                        registry,
                        "sluice.franz.rounds.failed",
                        "Rounds, or growths, that Kafka or the registry failed");
        Gauge.builder("sluice.franz.apps", apps, AtomicInteger::get)
                .description("Apps whose topics are there")
                .register(registry);
        Gauge.builder("sluice.franz.steps", topics, AtomicInteger::get)
                .description("Steps that topics apply would take")
                .register(registry);
        for (Finding.Kind kind : Finding.Kind.values()) {
            AtomicInteger count = new AtomicInteger();
            findings.put(kind, count);
            Gauge.builder("sluice.franz.findings", count, AtomicInteger::get)
                    .description("What the last survey found, by kind")
                    .tag("kind", kind.word())
                    .register(registry);
        }
        lagEvents =
                gauge(registry, "sluice.lag.events", "Events, rows or units not read by a stage");
        lagSeconds = gauge(registry, "sluice.lag.seconds", "Age of the oldest of these");
        rates = gauge(registry, "sluice.rate", "Events, rows or units a second that come lately");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    void created(int topics) {
        created.increment(topics);
    }

    void grown(boolean done) {
        (done ? grown : failures).increment();
    }

    void failed() {
        failures.increment();
    }

    void apps(int count) {
        apps.set(count);
    }

    void report(TopicReport report) {
        topics.set(report.plan().steps().size());
        List<Finding> all = report.findings();
        findings.forEach(
                (kind, count) ->
                        count.set((int) all.stream().filter(it -> it.kind() == kind).count()));
    }

    /** Lag and rates, by stage and app. */
    void loads(Collection<TopicLoad> loads) {
        TopNames busiest = busiest(loads);
        Map<Tags, Sum> sums = new HashMap<>();
        for (TopicLoad it : loads) {
            String app = Topics.appOf(it.topic()).orElse(ALL);
            String name = app.equals(ALL) ? ALL : busiest.label(app);
            Tags tags = Tags.of("stage", it.stage().word(), "app", name);
            sums.computeIfAbsent(tags, no -> new Sum()).add(it);
        }
        register(lagEvents, sums, Sum::behind);
        register(lagSeconds, sums, Sum::seconds);
        register(rates, sums, Sum::rate);
    }

    private TopNames busiest(Collection<TopicLoad> loads) {
        Map<String, Double> events = new HashMap<>();
        for (TopicLoad it : loads) {
            Topics.appOf(it.topic())
                    .ifPresent(app -> events.merge(app, it.events() + it.behind(), Double::sum));
        }
        return TopNames.of(events, topApps);
    }

    private interface Value {
        double of(Sum sum);
    }

    private static void register(MultiGauge gauge, Map<Tags, Sum> sums, Value value) {
        List<Row<?>> rows = new ArrayList<>();
        sums.forEach((tags, sum) -> rows.add(Row.of(tags, value.of(sum))));
        gauge.register(rows, true);
    }

    private static final class Sum {
        private double behind;
        private double seconds;
        private double rate;

        void add(TopicLoad load) {
            behind += load.behind();
            seconds = Math.max(seconds, load.lag().toMillis() / 1000.0);
            rate += load.events();
        }

        double behind() {
            return behind;
        }

        double seconds() {
            return seconds;
        }

        double rate() {
            return rate;
        }
    }
}
