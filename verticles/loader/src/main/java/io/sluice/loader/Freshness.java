package io.sluice.loader;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sluice.runtime.TopNames;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The gauge {@code sluice.loader.freshness}: how old the newest event of a table is that can be
 * queried, of those that this process has loaded. The tables that got most rows have one each; of
 * the others the one that is oldest is told. Thread-safe.
 */
final class Freshness {
    private static final long ORDER_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final MultiGauge gauge;
    private final int topTables;
    private final Map<String, Table> tables = new HashMap<>();
    private long orderedAt;

    private static final class Table {
        private final String app;
        private final String name;
        private long rows;
        private volatile long newestMicros;

        Table(String app, String name) {
            this.app = app;
            this.name = name;
        }
    }

    Freshness(MeterRegistry registry, int topTables) {
        this.topTables = topTables;
        gauge =
                MultiGauge.builder("sluice.loader.freshness")
                        .description("age of the newest event that a table shows")
                        .baseUnit("seconds")
                        .register(registry);
    }

    /** A table got rows. */
    synchronized void loaded(String app, String table, long rows, long newestMicros) {
        String key = app + "/" + table;
        boolean fresh = !tables.containsKey(key);
        Table it = tables.computeIfAbsent(key, unknown -> new Table(app, table));
        it.rows += rows;
        it.newestMicros = Math.max(it.newestMicros, newestMicros);
        long now = System.nanoTime();
        if (fresh || now - orderedAt >= ORDER_NANOS) {
            orderedAt = now;
            order();
        }
    }

    /** Decides again which tables are told of. */
    private void order() {
        Map<String, Long> weights = new HashMap<>();
        tables.forEach((key, table) -> weights.put(key, table.rows));
        TopNames top = TopNames.of(weights, topTables);
        List<Row<?>> rows = new ArrayList<>();
        List<Table> others = new ArrayList<>();
        tables.forEach(
                (key, table) -> {
                    if (top.names().contains(key)) {
                        Tags tags = Tags.of("app", table.app, "table", table.name);
                        rows.add(Row.of(tags, table, it -> age(it.newestMicros)));
                    } else {
                        others.add(table);
                    }
                });
        if (!others.isEmpty()) {
            Tags tags = Tags.of("app", TopNames.OTHER, "table", TopNames.OTHER);
            rows.add(Row.of(tags, others, Freshness::oldest));
        }
        gauge.register(rows, true);
    }

    private static double oldest(List<Table> tables) {
        return tables.stream().mapToDouble(it -> age(it.newestMicros)).max().orElse(0);
    }

    private static double age(long micros) {
        return Math.max(0, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - micros) / 1e6;
    }
}
