package io.sluice.batcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.Received;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.Map;

/**
 * Makes a batch true: units, dead letters and offsets in one Kafka transaction. For the thread of
 * one poll loop only.
 */
final class Publisher implements AutoCloseable {
    private final TransactionalWriter writer;
    private final int maxLetterBytes;

    Publisher(TransactionalWriter writer, int maxLetterBytes) {
        this.writer = writer;
        this.maxLetterBytes = maxLetterBytes;
    }

    void publish(
            Written written,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        for (LoadUnit unit : written.units()) {
            // One key for each table: the loader sees the units of a table in order.
            String key = unit.app() + "/" + unit.table();
            Received received = written.received().get(unit.id());
            Integer byKey = null;
            writer.send(
                    new ProducerRecord<>(
                            Topics.LOADS,
                            byKey,
                            key.getBytes(UTF_8),
                            LoadUnitCodec.write(unit),
                            KafkaHeaders.of(
                                    received == null
                                            ? Map.of()
                                            : Map.of(Received.HEADER, received.text()))));
        }
        for (DeadRecord letter : written.dead()) {
            writer.send(letter.toLetter(maxLetterBytes));
        }
        writer.commit(offsets, group);
    }

    /** Takes back what a failed {@link #publish} has sent. */
    void abort() {
        writer.abort();
    }

    @Override
    public void close() {
        writer.close();
    }
}
