package io.sluice.app.books;

import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * Settings of the books, in processes with the role loader.
 *
 * @param refresh how often the gauges are counted anew at most; 0 leaves it. Counting never takes
 *     more than a tenth of the time
 * @param limit how long one count may read topics; what is longer is given up, and said
 * @param unitAge how old a unit may be that is published and not loaded; above, it is a difference
 * @param retentionWarning percent of a topic's retention, of age or bytes, that the oldest unread
 *     record may have used; from there on the books warn
 * @param sweep of objects that no unit names
 */
public record BooksSettings(
        Duration refresh, Duration limit, Duration unitAge, int retentionWarning, Sweep sweep) {
    public static final BooksSettings DEFAULT =
            new BooksSettings(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(15),
                    50,
                    Sweep.DEFAULT);

    /** Counted when asked only, and nothing is swept: for a run that ends by itself. */
    public static final BooksSettings OFF =
            new BooksSettings(
                    Duration.ZERO,
                    DEFAULT.limit,
                    DEFAULT.unitAge,
                    DEFAULT.retentionWarning,
                    new Sweep(Duration.ZERO, DEFAULT.sweep.safeAge, DEFAULT.sweep.maxDeletes));

    /**
     * When objects are deleted that no unit names.
     *
     * @param every how often; 0 never
     * @param safeAge how old an object has to be. An upload lives for minutes at most: its batch is
     *     given up, or its member leaves the group
     * @param maxDeletes objects of one round
     */
    public record Sweep(Duration every, Duration safeAge, int maxDeletes) {
        public static final Sweep DEFAULT =
                new Sweep(Duration.ofHours(1), Duration.ofHours(24), 1_000);

        /** Far above the life of any upload, whatever the settings of the batchers. */
        public static final Duration LEAST_SAFE_AGE = Duration.ofHours(1);
    }

    /** Reads the section of the books; problems are noted in it. */
    public static BooksSettings read(Section section) {
        BooksSettings or = DEFAULT;
        Section sweep = section.section("sweep");
        return new BooksSettings(
                section.duration("refresh", or.refresh, Duration.ZERO, Duration.ofDays(1)),
                section.duration("limit", or.limit, Duration.ofSeconds(1), Duration.ofHours(1)),
                section.duration("unit-age", or.unitAge, Duration.ofSeconds(1), Duration.ofDays(7)),
                section.integer("retention-warning", or.retentionWarning, 1, 100),
                new Sweep(
                        sweep.duration("every", or.sweep.every, Duration.ZERO, Duration.ofDays(7)),
                        sweep.duration(
                                "safe-age",
                                or.sweep.safeAge,
                                Sweep.LEAST_SAFE_AGE,
                                Duration.ofDays(365)),
                        sweep.integer("max-deletes", or.sweep.maxDeletes, 1, 1_000_000)));
    }
}
