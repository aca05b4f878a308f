package io.sluice.app.books;

import io.sluice.registry.Registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The books of all apps.
 *
 * @param findings what does not add up, stands still or is lost
 * @param warnings what is about to go wrong
 * @param oldestUnit age of the oldest unit that is published and not loaded; 0 if there is none
 * @param orphans objects that no unit names; empty where they were not looked for
 * @param malformed records of the topic of loads that were no load units, and lie there
 */
public record Books(
        List<AppBooks> apps,
        List<Finding> findings,
        List<String> warnings,
        List<RetentionWatch.Share> retention,
        Duration oldestUnit,
        Optional<Orphans> orphans,
        long malformed) {
    /** The longest that a count which somebody asked for reads topics. */
    static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * Counts, from each stage's committed offset on. Blocks for as long as that takes, at most
     * about ten minutes.
     */
    public static Books read(Sources sources, BooksSettings settings) {
        return read(sources, settings, apps(sources.registry()));
    }

    /** {@link #read(Sources, BooksSettings)} of some apps. */
    public static Books read(Sources sources, BooksSettings settings, List<String> apps) {
        return new BooksReader(sources, settings).read(apps, LIMIT, true);
    }

    /** Nothing was found wrong. */
    public boolean balanced() {
        return findings.isEmpty();
    }

    /** A line for each finding. */
    public List<String> differences() {
        List<String> lines = new ArrayList<>();
        findings.forEach(it -> lines.add(it.line()));
        return lines;
    }

    /** One line of JSON. */
    public String toJson() {
        return BooksJson.of(this).toString();
    }

    static List<String> apps(Registry registry) {
        return Sources.await(registry.apps());
    }
}
