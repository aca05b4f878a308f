package io.sluice.app.books;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.OffsetRanges.Range;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.Topics;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** A partition of 100 records with two events each; each test moves or loses something. */
class ArchiveBooksTest {
    private static final TopicPartition EVENTS = new TopicPartition(Topics.events("shop"), 0);

    private static Standing standing(long next, String counters) {
        return new Standing(
                EVENTS, OptionalLong.of(next), OffsetCounters.parse(counters), 0, 100, 100);
    }

    private static List<String> counted(
            long archived, String archive, long read, String sqlizer, long between) {
        ArchiveBooks books =
                new ArchiveBooks("shop", standing(archived, archive), standing(read, sqlizer));
        return books.counted(between).stream().map(Finding::text).toList();
    }

    private static List<String> published(long committed, Range... ranges) {
        List<ArchiveUnit> units =
                List.of(ranges).stream()
                        .map(
                                it ->
                                        new ArchiveUnit(
                                                UUID.randomUUID(),
                                                "shop",
                                                "c",
                                                "b",
                                                "m",
                                                List.of(),
                                                List.of(new ArchiveUnit.Part(0, it, 1, 1)),
                                                0))
                        .toList();
        Standing archiver = standing(committed, "events=1");
        return new ArchiveBooks("shop", archiver, archiver)
                .published(units).stream().map(Finding::text).toList();
    }

    @Test
    void eventsAreAsManyWhoeverIsAhead() {
        assertThat(counted(100, "events=200", 100, "events=200", 0)).isEmpty();
        assertThat(counted(40, "events=80", 100, "events=200", 120)).isEmpty();
        assertThat(counted(100, "events=200", 40, "events=80", 120)).isEmpty();
        assertThat(counted(100, "events=200", 100, "events=101;lumped=99", 0)).isEmpty();
    }

    @Test
    void whatIsMissingOrTooMuchIsNamed() {
        assertThat(counted(100, "events=199", 100, "events=200", 0))
                .singleElement()
                .asString()
                .contains("199 events of sluice.shop.events-0", "1 missing");
        assertThat(counted(40, "events=81", 100, "events=200", 120))
                .singleElement()
                .asString()
                .contains("1 too many");
        assertThat(counted(100, "events=180;skipped=10", 100, "events=200", 0))
                .singleElement()
                .asString()
                .contains("10 chunks", "the archive lacks them");
    }

    @Test
    void anArchiveThatBeganLateIsNotHeldAgainstAllEvents() {
        assertThat(counted(100, "before=50;events=100", 100, "events=200", 0)).isEmpty();
    }

    @Test
    void publishedUnitsFollowOnOneAnother() {
        assertThat(published(100, new Range(0, 60), new Range(60, 100), new Range(100, 120)))
                .isEmpty();
        assertThat(published(100, new Range(30, 100))).as("older ones have expired").isEmpty();
        assertThat(published(100)).isEmpty();
        assertThat(published(100, new Range(0, 60), new Range(70, 100)))
                .singleElement()
                .asString()
                .contains("10 offsets");
        assertThat(published(100, new Range(0, 60)))
                .singleElement()
                .asString()
                .contains("40 offsets");
        assertThat(published(100, new Range(0, 60), new Range(55, 100)))
                .singleElement()
                .asString()
                .contains("5 offsets", "several");
    }
}
