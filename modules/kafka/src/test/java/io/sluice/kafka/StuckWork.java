package io.sluice.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.concurrent.CountDownLatch;

/** Never returns from its work unless interrupted. */
record StuckWork(CountDownLatch working, CountDownLatch interrupted) implements RecordWork {
    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        working.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            interrupted.countDown();
            throw stopped;
        }
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {}

    @Override
    public void revoked(Collection<TopicPartition> partitions) {}

    @Override
    public void lost(Collection<TopicPartition> partitions) {}

    @Override
    public void drain() {}

    @Override
    public void close() {}
}
