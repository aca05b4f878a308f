package io.sluice.app.books;

import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.OffsetRanges;
import io.sluice.archive.OffsetRanges.Range;
import io.sluice.kafka.OffsetCounters;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to add up of one partition of an app whose raw events are archived. Pure.
 *
 * <pre>
 *   events archived up to its offset  = events that the sqlizer has read up to its own,
 *                                       less or more what lies between the two
 *   published units                   = follow on one another up to the committed offset
 * </pre>
 */
record ArchiveBooks(String app, Standing archiver, Standing sqlizer) {
    private static final String STAGE = "archiver";
    private static final String BEFORE = "before";

    /** More than that is not read for the books; the archive is catching up then. */
    private static final long MOST = 50_000;

    /** Whether anything of the partition was ever archived. */
    boolean isArchived() {
        return archiver.committed().isPresent();
    }

    /** The offsets that only one of the two has read; empty where they cannot be compared. */
    Range between() {
        long from = Math.min(archiver.next(), sqlizer.next());
        long to = Math.max(archiver.next(), sqlizer.next());
        return new Range(from, isComparable() ? to : from);
    }

    boolean isComparable() {
        return isArchived()
                && sqlizer.committed().isPresent()
                && isWhole(archiver.counters())
                && isWhole(sqlizer.counters())
                && Math.min(archiver.next(), sqlizer.next()) >= archiver.begin()
                && Math.abs(archiver.next() - sqlizer.next()) <= MOST;
    }

    /** Whether everything from the first record on was read, each offset once. */
    private static boolean isWhole(OffsetCounters counters) {
        return counters.get(BEFORE) == 0
                && counters.get(OffsetCounters.SKIPPED) == 0
                && counters.get(OffsetCounters.ANEW) == 0;
    }

    /**
     * What does not add up.
     *
     * @param eventsBetween events in records of {@link #between}
     */
    List<Finding> counted(long eventsBetween) {
        List<Finding> findings = new ArrayList<>();
        long skipped = archiver.counters().get(OffsetCounters.SKIPPED);
        if (skipped > 0) {
            findings.add(
                    sure(
                            "skipped",
                            "%d chunks of %s were gone before they were archived: the archive lacks them"
                                    .formatted(skipped, place())));
        }
        long archived = archiver.counters().get("events");
        long read = sqlizer.counters().get("events") + sqlizer.counters().get("lumped");
        long expected =
                archiver.next() < sqlizer.next() ? read - eventsBetween : read + eventsBetween;
        if (isComparable() && archived != expected) {
            findings.add(
                    sure(
                            "events",
                            "%d events of %s are archived, up to offset %d, and %d were there: %d %s"
                                    .formatted(
                                            archived,
                                            place(),
                                            archiver.next(),
                                            expected,
                                            Math.abs(expected - archived),
                                            archived < expected ? "missing" : "too many")));
        }
        return findings;
    }

    /**
     * What is wrong with the units that are published, as far as their topic has them. A unit may
     * come late for the offset that was looked at before.
     */
    List<Finding> published(List<ArchiveUnit> units) {
        int partition = archiver.partition().partition();
        OffsetRanges covered = new OffsetRanges();
        long first = Long.MAX_VALUE;
        long twice = 0;
        for (ArchiveUnit unit : units) {
            for (ArchiveUnit.Part part : unit.parts()) {
                if (part.partition() == partition) {
                    first = Math.min(first, part.range().from());
                    twice += length(covered.within(partition, part.range()));
                    covered.add(partition, part.range());
                }
            }
        }
        if (first > archiver.next() || !isWhole(archiver.counters())) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        long missing = length(covered.missing(partition, new Range(first, archiver.next())));
        if (missing > 0) {
            findings.add(
                    sure(
                            "units",
                            "no published archive unit names %d offsets of %s below %d, which is committed"
                                    .formatted(missing, place(), archiver.next())));
        }
        if (twice > 0) {
            findings.add(
                    sure(
                            "units",
                            "%d offsets of %s are in several published archive units"
                                    .formatted(twice, place())));
        }
        return findings;
    }

    private static long length(List<Range> ranges) {
        return ranges.stream().mapToLong(it -> it.to() - it.from()).sum();
    }

    private Finding sure(String what, String text) {
        return Finding.sure(app, STAGE, place() + ", archived " + what, text);
    }

    private String place() {
        return archiver.partition().topic() + "-" + archiver.partition().partition();
    }
}
