package io.sluice.batcher;

import io.sluice.events.DeadLetter;
import io.sluice.events.Origin;
import io.sluice.events.RejectCode;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.rows.RowsHeader;
import io.sluice.schema.Names;
import io.sluice.schema.TableSchema;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A record of a rows topic that cannot be loaded.
 *
 * @param detail a sentence for a person
 * @param rows that the books miss with it, see {@link RowsHeader#counted}
 * @param ofAlterations whether they are records of alterations, as far as known
 */
record DeadRecord(
        TopicPartition partition,
        long offset,
        long timestampMillis,
        byte[] value,
        String detail,
        long rows,
        boolean ofAlterations) {

    static DeadRecord of(Source source, byte[] value, String detail, int rows) {
        return new DeadRecord(
                source.partition(),
                source.offset(),
                source.timestampMillis(),
                value,
                detail,
                rows,
                isOwn(source.schema()));
    }

    /** Whether a table is the one that alterations are recorded in. */
    static boolean isOwn(TableSchema schema) {
        return schema.entype().equals(Names.OWN_ENTYPE);
    }

    /**
     * The dead letter to send. A value too large for a record is cut off, and the detail says so:
     * otherwise the letter could never be sent, and the record would be read for ever.
     */
    ProducerRecord<byte[], byte[]> toLetter(int maxValueBytes) {
        boolean tooLarge = value.length > maxValueBytes;
        DeadLetter letter =
                new DeadLetter(
                        tooLarge ? Arrays.copyOf(value, maxValueBytes) : value,
                        RejectCode.UNKNOWN_FORMAT.code(),
                        tooLarge
                                ? "%s; the first %d of %d bytes"
                                        .formatted(detail, maxValueBytes, value.length)
                                : detail,
                        new Origin(partition.topic(), partition.partition(), offset, 0),
                        "",
                        TimeUnit.MILLISECONDS.toMicros(timestampMillis));
        String app = Topics.appOf(partition.topic()).orElseThrow();
        return new ProducerRecord<>(
                Topics.dead(app),
                null,
                null,
                null,
                letter.value(),
                KafkaHeaders.of(letter.toHeaders()));
    }
}
