package io.sluice.app.books;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.sluice.runtime.TopNames;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of the books. Thread-safe. For each app, {@code accepted = loaded + duplicates + dead}
 * and what is in flight, all of {@code sluice.books.events}.
 */
final class BooksMetrics {
    private static final String PREFIX = "sluice.books.";
    private static final String STAGE = "stage";

    private final MultiGauge events;
    private final MultiGauge inFlight;
    private final MultiGauge differences;
    private final MultiGauge retention;
    private final MultiGauge orphans;
    private final AtomicLong oldestUnitMillis = new AtomicLong();
    private final AtomicLong countedAt = new AtomicLong(System.nanoTime());
    private final Counter sweptObjects;
    private final Counter sweptBytes;
    private final int topApps;

    /**
     * Registers the meters.
     *
     * @param topApps apps with gauges of their own, those with most events; the others share one
     */
    BooksMetrics(MeterRegistry registry, int topApps) {
        this.topApps = topApps;
        events = gauge(registry, "events", "events by what became of them");
        inFlight = gauge(registry, "in.flight", "events and rows on the way, by where they wait");
        differences = gauge(registry, "differences", "what the books have found wrong");
        retention =
                gauge(
                        registry,
                        "retention.share",
                        "of a topic's retention, used by the oldest record that a stage has not"
                                + " read");
        orphans = gauge(registry, "orphans", "objects that no unit names, and their bytes");
        TimeGauge.builder(
                        PREFIX + "unit.age",
                        oldestUnitMillis,
                        TimeUnit.MILLISECONDS,
                        AtomicLong::get)
                .description("of the oldest unit that is published and not loaded")
                .register(registry);
        TimeGauge.builder(
                        PREFIX + "age",
                        countedAt,
                        TimeUnit.NANOSECONDS,
                        at -> System.nanoTime() - at.get())
                .description("since the books were counted")
                .register(registry);
        sweptObjects = counter(registry, "sweep.objects", "objects deleted that no unit named");
        sweptBytes = counter(registry, "sweep.bytes", "bytes of these objects");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    void counted(Books books) {
        Map<String, Long> accepted = new HashMap<>();
        books.apps().forEach(it -> accepted.put(it.app(), it.accepted()));
        TopNames top = TopNames.of(accepted, topApps);
        Map<Tags, Long> became = new HashMap<>();
        Map<Tags, Long> on = new HashMap<>();
        Map<Tags, Long> wrong = new HashMap<>();
        for (AppBooks it : books.apps()) {
            Tags app = Tags.of("app", top.label(it.app()));
            add(became, app.and("what", "accepted"), it.accepted());
            add(became, app.and("what", "loaded"), it.loaded());
            add(became, app.and("what", "duplicates"), it.duplicates());
            add(became, app.and("what", "dead"), it.dead());
            add(became, app.and("what", "in_flight"), it.inFlight());
            add(became, app.and("what", "altered"), it.altered());
            add(on, app.and(STAGE, "events"), it.positions().events());
            add(on, app.and(STAGE, "rows"), it.positions().rows());
            add(on, app.and(STAGE, "units"), it.positions().units());
            add(on, app.and(STAGE, "parked"), it.positions().parked());
            add(
                    wrong,
                    app,
                    books.findings().stream()
                            .filter(finding -> finding.app().equals(it.app()))
                            .count());
        }
        register(events, became);
        register(inFlight, on);
        register(differences, wrong);
        oldestUnitMillis.set(books.oldestUnit().toMillis());
        countedAt.set(System.nanoTime());
    }

    private static void add(Map<Tags, Long> sums, Tags tags, long value) {
        sums.merge(tags, value, Long::sum);
    }

    private static void register(MultiGauge gauge, Map<Tags, ? extends Number> values) {
        List<Row<?>> rows = new ArrayList<>();
        values.forEach((tags, value) -> rows.add(Row.of(tags, value)));
        gauge.register(rows, true);
    }

    /** The share of the partition of each topic that is nearest to its end. */
    void retention(List<RetentionWatch.Share> shares) {
        Map<String, Double> topics = new HashMap<>();
        shares.forEach(it -> topics.merge(it.partition().topic(), it.share(), Math::max));
        TopNames told = TopNames.of(topics, topApps);
        Map<Tags, Double> nearest = new HashMap<>();
        for (RetentionWatch.Share it : shares) {
            String topic = told.label(it.partition().topic());
            nearest.merge(Tags.of(STAGE, it.stage(), "topic", topic), it.share(), Math::max);
        }
        nearest.merge(
                Tags.of(STAGE, "all", "topic", "all"),
                shares.stream().mapToDouble(RetentionWatch.Share::share).max().orElse(0),
                Math::max);
        register(retention, nearest);
    }

    void swept(Sweeper.Swept swept) {
        sweptObjects.increment((double) swept.objects());
        sweptBytes.increment((double) swept.bytes());
        orphans.register(
                List.of(
                        row(Tags.of("of", "objects"), swept.left().objects()),
                        row(Tags.of("of", "bytes"), swept.left().bytes())),
                true);
    }

    private static Row<Number> row(Tags tags, long value) {
        return Row.of(tags, value);
    }
}
