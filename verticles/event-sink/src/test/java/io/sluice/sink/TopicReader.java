package io.sluice.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.events.ChunkHeader;
import io.sluice.events.DeadLetter;
import io.sluice.kafka.KafkaHeaders;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads all that lies on a topic now. */
final class TopicReader {
    record Chunk(ChunkHeader header, List<String> events) {}

    private final String bootstrap;

    TopicReader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrap);
        try (var consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(it -> new TopicPartition(topic, it.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream()
                    .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    List<Chunk> chunks(String topic) {
        return records(topic).stream()
                .map(
                        it -> {
                            ChunkHeader header =
                                    ChunkHeader.read(KafkaHeaders.reader(it.headers()))
                                            .orElseThrow();
                            String value = new String(it.value(), UTF_8);
                            return new Chunk(
                                    header,
                                    value.isEmpty() ? List.of() : List.of(value.split("\n", -1)));
                        })
                .toList();
    }

    List<String> events(String topic) {
        return chunks(topic).stream().flatMap(it -> it.events().stream()).toList();
    }

    List<DeadLetter> letters(String topic) {
        return records(topic).stream()
                .map(it -> DeadLetter.read(KafkaHeaders.reader(it.headers()), it.value()))
                .flatMap(it -> Stream.of(it.orElseThrow()))
                .toList();
    }
}
