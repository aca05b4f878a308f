package io.sluice.app.books;

import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the books, watches retention and sweeps now and then, each on a thread of its own: what
 * retention threatens is seen however long a count waits for the warehouse. The gauges show what
 * was found; the log tells of each difference and each warning once, when it begins, and when it is
 * over.
 */
public final class BooksTask implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BooksTask.class);

    /** The first count, and every look at retention. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Sources sources;
    private final BooksSettings settings;
    private final BooksMetrics metrics;
    private final Told differences = new Told();
    private final Told warnings = new Told();
    private final List<Paced> all;

    /**
     * Begins, first after ten seconds.
     *
     * @param topApps apps with gauges of their own; the others share one
     */
    public BooksTask(Sources sources, BooksSettings settings, MeterRegistry registry, int topApps) {
        this.sources = sources;
        this.settings = settings;
        this.metrics = new BooksMetrics(registry, topApps);
        // Alarms need both soon; neither comes where the books are never counted.
        Duration soon = settings.refresh().compareTo(SOON) < 0 ? settings.refresh() : SOON;
        Duration sweep = settings.sweep().every();
        this.all =
                List.of(
                        new Paced("retention watch", soon, soon, this::watch),
                        new Paced("books", soon, settings.refresh(), this::count),
                        new Paced("sweep", sweep, sweep, this::sweep));
    }

    /** Looks once at what retention threatens; quick, whatever waits. */
    void watch() {
        List<RetentionWatch.Share> shares =
                new BooksReader(sources, settings).retention(Books.apps(sources.registry()));
        metrics.retention(shares);
        Map<String, Runnable> now = new LinkedHashMap<>();
        shares.stream()
                .filter(settings::warns)
                .forEach(it -> now.put(it.key(), () -> log.atWarn().log(it.text())));
        warnings.now(now);
    }

    /** Counts once. */
    void count() {
        Books books =
                new BooksReader(sources, settings)
                        .read(Books.apps(sources.registry()), settings.limit(), false);
        metrics.counted(books);
        Map<String, Runnable> now = new LinkedHashMap<>();
        for (Finding it : books.findings()) {
            now.put(
                    it.app() + " " + it.stage() + " " + it.place(),
                    () -> log.atWarn().addKeyValue("stage", it.stage()).log(it.line()));
        }
        differences.now(now);
    }

    private void sweep() {
        metrics.swept(new Sweeper(sources, settings.sweep()).sweep());
    }

    /** Stops; what runs is interrupted, and nobody waits for it. */
    @Override
    public void close() {
        all.forEach(Paced::close);
    }
}
