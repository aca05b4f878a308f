package io.sluice.console.dead;

import io.sluice.events.DeadLetter;
import io.sluice.events.HeaderReader;
import io.sluice.events.Origin;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A letter as it lies on the topic.
 *
 * @param at when the broker took it
 * @param letter its bytes may be left out beyond the first
 * @param size how many bytes it has
 * @param kind which table it may have been meant for, as far as its bytes tell
 * @param part which piece of a letter larger than a record it is, such as {@code 1/3}; else empty
 */
public record Letter(
        LetterId id, Instant at, DeadLetter letter, int size, Optional<Kind> kind, String part) {
    /** Code of a record that is no letter of ours. */
    public static final String FOREIGN = "foreign";

    private static final String PART = "part";
    private static final int PREVIEW_BYTES = 400;

    static Letter of(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        HeaderReader headers = KafkaHeaders.reader(record.headers());
        DeadLetter letter =
                DeadLetter.read(headers, value)
                        .orElseGet(
                                () ->
                                        new DeadLetter(
                                                value,
                                                FOREIGN,
                                                "a record of a foreign producer",
                                                new Origin("", -1, -1, 0),
                                                "",
                                                0));
        Letter read =
                new Letter(
                        new LetterId(record.partition(), record.offset()),
                        Instant.ofEpochMilli(record.timestamp()),
                        letter,
                        value.length,
                        Optional.empty(),
                        headers.text(PART).orElse(""));
        return read.holdsRows() ? read : read.with(letter, Kind.guess(value));
    }

    private Letter with(DeadLetter bytes, Optional<Kind> guessed) {
        return new Letter(id, at, bytes, size, guessed, part);
    }

    /** The same with its first bytes only: many fit the memory. */
    Letter shortened() {
        byte[] value = letter.value();
        if (value.length <= PREVIEW_BYTES) {
            return this;
        }
        return with(
                new DeadLetter(
                        Arrays.copyOf(value, PREVIEW_BYTES),
                        letter.code(),
                        letter.detail(),
                        letter.origin(),
                        letter.tag(),
                        letter.receivedMicros()),
                kind);
    }

    /** Whether the bytes are rows, refused on their way from the sqlizer, and no events. */
    public boolean holdsRows() {
        return Topics.parse(letter.origin().topic())
                .map(it -> it.kind() == Topics.Kind.ROWS)
                .orElse(false);
    }
}
