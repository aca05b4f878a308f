package io.sluice.console.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How fresh the tables are, as the loaders of this process measure it. Thread-safe. */
final class LoaderMeters implements Supplier<Optional<JsonObject>> {
    private final MeterRegistry meters;

    LoaderMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Empty where there are none. */
    @Override
    public Optional<JsonObject> get() {
        return meters.find("sluice.loader.units.in").counter() == null
                ? Optional.empty()
                : Optional.of(measured());
    }

    private JsonObject measured() {
        JsonArray tables = new JsonArray();
        meters.find("sluice.loader.freshness").gauges().stream()
                .filter(it -> Double.isFinite(it.value()))
                .sorted(Comparator.comparingDouble(Gauge::value))
                .limit(Loading.MOST_TABLES)
                .forEach(it -> tables.add(json(it)));
        Optional<Timer> visible =
                Optional.ofNullable(meters.find("sluice.loader.visible").timer())
                        .filter(it -> it.count() > 0);
        return new JsonObject()
                .put("visible_p50_seconds", visible.flatMap(it -> at(it, 0.5)).orElse(null))
                .put("visible_p99_seconds", visible.flatMap(it -> at(it, 0.99)).orElse(null))
                .put("freshness", tables);
    }

    private static JsonObject json(Gauge gauge) {
        return new JsonObject()
                .put("app", gauge.getId().getTag("app"))
                .put("table", gauge.getId().getTag("table"))
                .put("seconds", gauge.value());
    }

    /** Percentiles are of the last minutes: a quiet pipeline has none. */
    private static Optional<Double> at(Timer timer, double percentile) {
        for (ValueAtPercentile it : timer.takeSnapshot().percentileValues()) {
            if (it.percentile() == percentile && it.value() > 0) {
                return Optional.of(it.value(TimeUnit.SECONDS));
            }
        }
        return Optional.empty();
    }
}
