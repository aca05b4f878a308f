package io.sluice.app.reload;

import io.sluice.archive.OffsetRanges;
import io.sluice.archive.OffsetRanges.Range;
import io.sluice.archive.RawRecord;
import io.sluice.events.EventRecord;
import io.sluice.kafka.GroupOffsets;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.LogReader;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The events topic of an app, as far as it still has them. */
record TopicSource(KafkaSettings kafka, String app) implements RawSource {
    /** Of one reading, however long the topic is. */
    private static final Duration LIMIT = Duration.ofHours(12);

    @Override
    public OffsetRanges read(Map<Integer, Long> cut, Each each) throws IOException {
        return read(cut, new OffsetRanges(), each);
    }

    /** As {@link #read(Map, Each)}, without what is there already, to which the rest is added. */
    OffsetRanges read(Map<Integer, Long> cut, OffsetRanges there, Each each) throws IOException {
        String topic = Topics.events(app);
        Map<TopicPartition, LogReader.Range> ranges = new HashMap<>();
        try (GroupOffsets offsets = new GroupOffsets(kafka)) {
            offsets.begins(cut.keySet().stream().map(it -> new TopicPartition(topic, it)).toList())
                    .forEach(
                            (partition, begin) -> {
                                long to = cut.getOrDefault(partition.partition(), 0L);
                                // What is there begins at the front, so only an end is missing.
                                long from =
                                        there
                                                .missing(
                                                        partition.partition(),
                                                        new Range(Math.min(begin, to), to))
                                                .stream()
                                                .mapToLong(Range::from)
                                                .min()
                                                .orElse(to);
                                ranges.put(partition, new LogReader.Range(from, to));
                            });
        }
        try (LogReader reader = LogReader.committed(kafka)) {
            reader.read(
                    ranges,
                    System.nanoTime() + LIMIT.toNanos(),
                    record -> {
                        if (!there.contains(record.partition(), record.offset())) {
                            take(record, each);
                        }
                    });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        ranges.forEach(
                (partition, range) ->
                        there.add(partition.partition(), new Range(range.from(), range.to())));
        return there;
    }

    private static void take(ConsumerRecord<byte[], byte[]> record, Each each) {
        try {
            each.take(
                    new RawRecord(
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            EventRecord.read(
                                    KafkaHeaders.reader(record.headers()),
                                    record.value(),
                                    record.timestamp())));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
