package io.sluice.app.books;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;

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

    BooksMetrics(MeterRegistry registry) {
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
        List<Row<?>> became = new ArrayList<>();
        List<Row<?>> on = new ArrayList<>();
        List<Row<?>> wrong = new ArrayList<>();
        for (AppBooks it : books.apps()) {
            Tags app = Tags.of("app", it.app());
            became.add(row(app.and("what", "accepted"), it.accepted()));
            became.add(row(app.and("what", "loaded"), it.loaded()));
            became.add(row(app.and("what", "duplicates"), it.duplicates()));
            became.add(row(app.and("what", "dead"), it.dead()));
            became.add(row(app.and("what", "in_flight"), it.inFlight()));
            became.add(row(app.and("what", "altered"), it.altered()));
            on.add(row(app.and(STAGE, "events"), it.positions().events()));
            on.add(row(app.and(STAGE, "rows"), it.positions().rows()));
            on.add(row(app.and(STAGE, "units"), it.positions().units()));
            on.add(row(app.and(STAGE, "parked"), it.positions().parked()));
            wrong.add(
                    row(
                            app,
                            books.findings().stream()
                                    .filter(finding -> finding.app().equals(it.app()))
                                    .count()));
        }
        events.register(became, true);
        inFlight.register(on, true);
        differences.register(wrong, true);
        oldestUnitMillis.set(books.oldestUnit().toMillis());
        countedAt.set(System.nanoTime());
    }

    /** The share of the partition of each topic that is nearest to its end. */
    void retention(List<RetentionWatch.Share> shares) {
        Map<Tags, Double> nearest = new HashMap<>();
        for (RetentionWatch.Share it : shares) {
            nearest.merge(
                    Tags.of(STAGE, it.stage(), "topic", it.partition().topic()),
                    it.share(),
                    Math::max);
        }
        List<Row<?>> rows = new ArrayList<>();
        nearest.forEach((tags, share) -> rows.add(Row.of(tags, share)));
        retention.register(rows, true);
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
