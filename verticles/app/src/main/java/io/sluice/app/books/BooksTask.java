package io.sluice.app.books;

import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the books and sweeps now and then, on a thread of its own. The gauges show what it
 * counted; the log tells of each difference and each warning once, when it begins, and when it is
 * over.
 */
public final class BooksTask implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BooksTask.class);

    /** Counting takes at most one part of so many of the time. */
    private static final long SHARE = 10;

    private static final Duration FIRST = Duration.ofSeconds(10);

    private final Sources sources;
    private final BooksSettings settings;
    private final BooksMetrics metrics;
    private final AtomicBoolean counting = new AtomicBoolean(true);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("books").factory());
    private Set<String> told = new HashSet<>();

    /**
     * Begins to count, first after ten seconds.
     *
     * @param topApps apps with gauges of their own; the others share one
     */
    public BooksTask(Sources sources, BooksSettings settings, MeterRegistry registry, int topApps) {
        this.sources = sources;
        this.settings = settings;
        this.metrics = new BooksMetrics(registry, topApps);
        after(first(settings.refresh()), this::count);
        after(settings.sweep().every(), this::sweep);
    }

    /** Soon, since alarms need it; without end where the books are never counted. */
    private static Duration first(Duration refresh) {
        return refresh.compareTo(FIRST) < 0 ? refresh : FIRST;
    }

    private void after(Duration pause, Runnable work) {
        if (!pause.isZero()) {
            try {
                thread.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                log.atDebug().log("books are counted no more");
            }
        }
    }

    private void count() {
        long began = System.nanoTime();
        try {
            refresh();
            if (!counting.getAndSet(true)) {
                log.atInfo().log("books are counted again");
            }
        } catch (RuntimeException failed) {
            if (counting.getAndSet(false) && !thread.isShutdown()) {
                log.atWarn().setCause(failed).log("books cannot be counted now; tried again");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Duration least = took.multipliedBy(SHARE - 1);
        after(settings.refresh().compareTo(least) > 0 ? settings.refresh() : least, this::count);
    }

    /** Counts once; what retention threatens comes first, since it is quick whatever waits. */
    void refresh() {
        BooksReader reader = new BooksReader(sources, settings);
        List<String> apps = Books.apps(sources.registry());
        List<RetentionWatch.Share> retention = reader.retention(apps);
        metrics.retention(retention);
        List<String> now = new ArrayList<>();
        retention.stream()
                .filter(settings::warns)
                .forEach(
                        it -> {
                            now.add(it.key());
                            if (told.add(it.key())) {
                                log.atWarn().log(it.text());
                            }
                        });
        Books books = reader.read(apps, settings.limit(), false, retention);
        metrics.counted(books);
        for (Finding it : books.findings()) {
            String key = it.app() + " " + it.stage() + " " + it.place();
            now.add(key);
            if (told.add(key)) {
                log.atWarn().addKeyValue("stage", it.stage()).log(it.line());
            }
        }
        tell(now);
    }

    private void tell(List<String> now) {
        told.stream()
                .filter(it -> !now.contains(it))
                .forEach(it -> log.atInfo().addKeyValue("what", it).log("in order again"));
        told = new HashSet<>(now);
    }

    private void sweep() {
        try {
            metrics.swept(new Sweeper(sources, settings.sweep()).sweep());
        } catch (RuntimeException failed) {
            if (!thread.isShutdown()) {
                log.atWarn().setCause(failed).log("objects cannot be swept now; tried again");
            }
        }
        after(settings.sweep().every(), this::sweep);
    }

    /** Stops; what runs is interrupted, and nobody waits for it. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
