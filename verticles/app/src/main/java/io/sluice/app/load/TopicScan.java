package io.sluice.app.load;

import io.sluice.events.ChunkHeader;
import io.sluice.events.DeadLetter;
import io.sluice.events.HeaderReader;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads the topics of an app from beginning to end: what arrived, and what died. Blocks. */
public final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaSettings kafka;
    private final String app;

    /** A scan of this app's topics. */
    public TopicScan(KafkaSettings kafka, String app) {
        this.kafka = kafka;
        this.app = app;
    }

    /** Calls for each chunk that the door made, with its partition and offset. */
    public void chunks(BiConsumer<ChunkHeader, ConsumerRecord<byte[], byte[]>> each) {
        read(
                Topics.events(app),
                record ->
                        ChunkHeader.read(KafkaHeaders.reader(record.headers()))
                                .ifPresent(header -> each.accept(header, record)));
    }

    /**
     * Calls for each record with the number of events in it: the sqlizer's count, also for records
     * of foreign producers.
     */
    public void records(BiConsumer<ConsumerRecord<byte[], byte[]>, Integer> each) {
        read(Topics.events(app), record -> each.accept(record, events(record)));
    }

    /** Events in a record of an events topic, as the sqlizer counts them. */
    public static int events(ConsumerRecord<byte[], byte[]> record) {
        HeaderReader headers = KafkaHeaders.reader(record.headers());
        Optional<ChunkHeader> header = ChunkHeader.read(headers);
        if (header.isPresent()) {
            return header.get().count();
        }
        if (headers.text(ChunkHeader.FORMAT).isPresent() || record.value() == null) {
            return record.value() == null ? 0 : 1;
        }
        return (int)
                new String(record.value(), StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .count();
    }

    /** The chunk that carries this tag. */
    public Optional<ChunkHeader> chunk(RangeTag tag) {
        List<ChunkHeader> found = new ArrayList<>();
        chunks(
                (header, record) -> {
                    if (header.tag().equals(tag.toString())) {
                        found.add(header);
                    }
                });
        return found.stream().findFirst();
    }

    /** Calls for each dead letter. */
    public void deadLetters(Consumer<DeadLetter> each) {
        read(
                Topics.dead(app),
                record ->
                        DeadLetter.read(KafkaHeaders.reader(record.headers()), record.value())
                                .ifPresent(each));
    }

    /** Events that the door refused; the letters of a repeated request count once. */
    public long refusedAtTheDoor() {
        Set<Object> tagged = new HashSet<>();
        long[] others = {0};
        deadLetters(
                letter -> {
                    if (letter.refusedAtTheDoor() && letter.tag().isEmpty()) {
                        others[0]++;
                    } else if (letter.refusedAtTheDoor()) {
                        tagged.add(List.of(letter.tag(), letter.origin().position()));
                    }
                });
        return others[0] + tagged.size();
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream().map(TopicScan::partition).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < end(ends, p))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(kafka.client());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return properties;
    }
}
