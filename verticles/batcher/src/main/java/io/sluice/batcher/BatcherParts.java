package io.sluice.batcher;

import io.sluice.kafka.BatchLine;
import io.sluice.kafka.HeldPartitions;
import io.sluice.kafka.KafkaSettings;
import io.sluice.kafka.TransactionalWriter;
import io.sluice.registry.Registry;
import io.sluice.rows.LoadUnit;
import io.sluice.storage.ObjectStore;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What one instance works with, over all its restarts.
 *
 * @param slot its name, transactional id and place in the group
 * @param bucket where its objects go
 * @param published told of each batch's units after their transaction has committed, on the loop's
 *     thread; must not block
 */
record BatcherParts(
        String slot,
        BatcherSettings settings,
        KafkaSettings kafka,
        Registry registry,
        ObjectStore store,
        String bucket,
        BatcherMetrics metrics,
        Tally tally,
        AtomicLong lag,
        Consumer<List<LoadUnit>> published) {

    /** Connects to Kafka, and fences the predecessor of the same slot. */
    BatchLine<SealedBatch, Written> line(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader,
            HeldPartitions partitions,
            Executor loop) {
        return new BatchLine<>(
                new BatchWay(this), new TransactionalWriter(kafka, slot), reader, partitions, loop);
    }
}
