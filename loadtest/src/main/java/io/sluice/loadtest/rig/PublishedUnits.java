package io.sluice.loadtest.rig;

import io.sluice.kafka.Topics;
import io.sluice.rows.LoadUnitCodec;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.List;

/**
 * Reads the load units that batchers have published: a unit is seen once its transaction has
 * committed, and then its files and its manifest are in S3. One thread.
 */
public final class PublishedUnits implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private long rows;

    /** From the first unit on. */
    public PublishedUnits(Backends backends) {
        Clients clients = new Clients(backends.kafka());
        List<TopicPartition> partitions =
                Clients.partitions(Topics.LOADS, clients.partitionsOf(Topics.LOADS), 0, 1);
        consumer = clients.consumer("published-units", partitions);
    }

    /** Rows of all units published so far; waits for more for a few milliseconds. */
    public long rows() {
        for (ConsumerRecord<byte[], byte[]> unit : consumer.poll(Duration.ofMillis(5))) {
            rows += LoadUnitCodec.read(unit.value()).rows();
        }
        return rows;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
