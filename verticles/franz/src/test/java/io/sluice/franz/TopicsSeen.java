package io.sluice.franz;

import io.sluice.kafka.RecordWork;

import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.Set;

/** Notes the topics of which records came. */
record TopicsSeen(Set<String> topics) implements RecordWork {
    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(record -> topics.add(record.topic()));
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
