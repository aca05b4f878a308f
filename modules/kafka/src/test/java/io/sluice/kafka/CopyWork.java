package io.sluice.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Copies records to another topic, a transaction each poll, and counts them in the offsets. */
final class CopyWork implements RecordWork {
    private final Consumer<byte[], byte[]> consumer;
    private final TransactionalWriter writer;
    private final String target;
    private final Log log;
    private final Map<TopicPartition, OffsetCounters> counters = new HashMap<>();

    /** What the works of a test have seen; shared by those that follow each other. */
    record Log(List<String> calls, Set<TopicPartition> held, AtomicBoolean failBeforeCommit) {
        Log() {
            this(new CopyOnWriteArrayList<>(), new HashSet<>(), new AtomicBoolean());
        }

        synchronized Set<TopicPartition> holding() {
            return Set.copyOf(held);
        }

        private synchronized void gain(Collection<TopicPartition> partitions) {
            calls.add("assigned");
            held.addAll(partitions);
        }

        private synchronized void lose(String how, Collection<TopicPartition> partitions) {
            calls.add(how);
            held.removeAll(partitions);
        }

        private synchronized void end(String how) {
            calls.add(how);
            held.clear();
        }
    }

    CopyWork(
            Consumer<byte[], byte[]> consumer, TransactionalWriter writer, String target, Log log) {
        this.consumer = consumer;
        this.writer = writer;
        this.target = target;
        this.log = log;
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        log.gain(partitions);
        consumer.committed(Set.copyOf(partitions))
                .forEach(
                        (partition, offset) ->
                                counters.put(
                                        partition,
                                        OffsetCounters.parse(
                                                offset == null ? null : offset.metadata())));
    }

    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(record -> writer.send(new ProducerRecord<>(target, record.value())));
        if (!records.isEmpty() && log.failBeforeCommit().compareAndSet(true, false)) {
            throw new IllegalStateException("asked to fail");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.nextOffsets()
                .forEach(
                        (partition, next) -> {
                            OffsetCounters sum =
                                    counters.getOrDefault(partition, OffsetCounters.ZERO)
                                            .plus("copied", records.records(partition).size());
                            counters.put(partition, sum);
                            offsets.put(
                                    partition,
                                    new OffsetAndMetadata(
                                            next.offset(), next.leaderEpoch(), sum.encode()));
                        });
        writer.commit(offsets, consumer.groupMetadata());
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        log.lose("revoked", partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        log.lose("lost", partitions);
    }

    @Override
    public void drain() {
        log.calls().add("drain");
    }

    @Override
    public void close() {
        writer.close();
        log.end("close");
    }
}
