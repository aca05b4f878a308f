package io.sluice.faults.load;

import io.sluice.events.DeadLetter;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Compares the dead letters with the poison: exactly those, byte for byte. */
public final class DeadLetters {
    private final Map<Poison.Place, List<byte[]>> expected;
    private final List<String> problems = new ArrayList<>();

    private DeadLetters(Poison poison) {
        expected = poison.expected();
    }

    /** What is wrong with the dead letters of all apps, in words. */
    public static List<String> problems(Poison poison, String kafka) {
        DeadLetters letters = new DeadLetters(poison);
        Map<String, Object> properties =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (App app : App.values()) {
                letters.read(consumer, new TopicPartition(Topics.dead(app.word()), 0));
            }
        }
        letters.expected.forEach(
                (place, left) -> {
                    if (!left.isEmpty()) {
                        letters.problems.add(
                                "%d dead letters of the poison at %s are missing"
                                        .formatted(left.size(), place));
                    }
                });
        return letters.problems;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition topic) {
        List<TopicPartition> all = List.of(topic);
        consumer.assign(all);
        consumer.seekToBeginning(all);
        long end = consumer.endOffsets(all).getOrDefault(topic, 0L);
        while (consumer.position(topic) < end) {
            consumer.poll(Duration.ofSeconds(1)).forEach(this::letter);
        }
    }

    private void letter(ConsumerRecord<byte[], byte[]> record) {
        Poison.Place here = new Poison.Place(record.topic(), record.partition(), record.offset());
        if (expected.containsKey(here)) {
            // Put here by the harness itself.
            return;
        }
        byte[] value = record.value() == null ? new byte[0] : record.value();
        Optional<DeadLetter> letter = DeadLetter.read(KafkaHeaders.reader(record.headers()), value);
        Poison.Place origin =
                letter.map(DeadLetter::origin)
                        .map(it -> new Poison.Place(it.topic(), it.partition(), it.offset()))
                        .orElse(here);
        List<byte[]> left = expected.getOrDefault(origin, new ArrayList<>());
        OptionalInt match =
                IntStream.range(0, left.size())
                        .filter(it -> Arrays.equals(left.get(it), value))
                        .findFirst();
        if (match.isPresent()) {
            left.remove(match.getAsInt());
        } else {
            problems.add(
                    "a dead letter that is no poison, of %s: %s"
                            .formatted(origin, letter.map(DeadLetter::detail).orElse("no letter")));
        }
    }
}
