package io.sluice.app.books;

import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.batcher.archive.ArchiverVerticle;
import io.sluice.events.EventRecord;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;
import io.sluice.sqlizer.SqlizerVerticle;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the books say of the archive. Blocks. */
record ArchiveReading(Sources sources, GroupOffsets offsets) {

    /** Where the archive stands, in the partitions that it has ever read. */
    Group group(List<String> apps) {
        Group all = read("archiver", ArchiverVerticle.GROUP, apps);
        return new Group(
                all.stage(),
                all.standings().stream().filter(it -> it.committed().isPresent()).toList());
    }

    private Group read(String stage, String group, List<String> apps) {
        return Group.read(stage, group, apps.stream().map(Topics::events).toList(), offsets);
    }

    /**
     * What does not add up.
     *
     * @param deadline by {@link System#nanoTime}
     * @param whole with all published units that their topic has
     */
    List<Finding> findings(List<String> apps, long deadline, boolean whole) {
        Map<TopicPartition, Standing> sqlizer = new HashMap<>();
        read("sqlizer", SqlizerVerticle.GROUP, apps)
                .standings()
                .forEach(it -> sqlizer.put(it.partition(), it));
        List<ArchiveBooks> books = new ArrayList<>();
        for (Standing archiver : group(apps).standings()) {
            Standing other = sqlizer.get(archiver.partition());
            String app = Topics.appOf(archiver.partition().topic()).orElseThrow();
            if (other != null) {
                books.add(new ArchiveBooks(app, archiver, other));
            }
        }
        if (books.isEmpty()) {
            return List.of();
        }
        Map<TopicPartition, Long> between = between(books, deadline);
        List<ArchiveUnit> units = whole ? units(Instant.EPOCH, deadline) : List.of();
        List<Finding> findings = new ArrayList<>();
        for (ArchiveBooks it : books) {
            findings.addAll(it.counted(between.getOrDefault(it.archiver().partition(), 0L)));
            if (whole) {
                findings.addAll(
                        it.published(
                                units.stream()
                                        .filter(unit -> unit.app().equals(it.app()))
                                        .toList()));
            }
        }
        return findings;
    }

    private Map<TopicPartition, Long> between(List<ArchiveBooks> books, long deadline) {
        Map<TopicPartition, LogReader.Range> ranges = new HashMap<>();
        for (ArchiveBooks it : books) {
            ranges.put(
                    it.archiver().partition(),
                    new LogReader.Range(it.between().from(), it.between().to()));
        }
        ranges.values().removeIf(it -> it.from() == it.to());
        Map<TopicPartition, Long> events = new HashMap<>();
        if (!ranges.isEmpty()) {
            try (LogReader reader = LogReader.committed(sources.kafka())) {
                reader.read(
                        ranges,
                        deadline,
                        record ->
                                events.merge(
                                        new TopicPartition(record.topic(), record.partition()),
                                        (long) event(record).count(),
                                        Long::sum));
            }
        }
        return events;
    }

    private static EventRecord event(ConsumerRecord<byte[], byte[]> record) {
        return EventRecord.read(
                KafkaHeaders.reader(record.headers()), record.value(), record.timestamp());
    }

    /** Units that were published at this time or later. */
    List<ArchiveUnit> units(Instant since, long deadline) {
        List<ArchiveUnit> units = new ArrayList<>();
        if (offsets.partitions(List.of(Topics.ARCHIVE)).isEmpty()) {
            return units;
        }
        try (LogReader reader = LogReader.committed(sources.kafka())) {
            reader.since(
                    Topics.ARCHIVE, since, deadline, record -> unit(record).ifPresent(units::add));
        }
        return units;
    }

    /** Anybody may write to the topic; what is no unit names nothing. */
    private static Optional<ArchiveUnit> unit(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(ArchiveUnitCodec.read(record.value()));
        } catch (IllegalArgumentException noUnit) {
            return Optional.empty();
        }
    }
}
