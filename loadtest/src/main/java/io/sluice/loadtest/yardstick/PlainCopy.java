package io.sluice.loadtest.yardstick;

import io.sluice.loadtest.measure.OwnProcess;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.loadtest.rig.Clients;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The yardstick of the sqlizer: a plain Kafka client copies the same events, one a record, from
 * topic to topic: poll, send (lz4, acks=all), commitAsync; no transactions, no look at the events,
 * and all else as Kafka has it. What the machine could do is told by two clients with the sizes
 * that Sluice's have.
 */
public final class PlainCopy {
    private static final String FROM = "yardstick.from";
    private static final String TO = "yardstick.to";

    private final Clients clients;
    private final int partitions;
    private final OwnProcess meter = new OwnProcess();
    private long events;
    private long bytes;

    /** Copies by these clients. */
    public PlainCopy(Clients clients, int partitions) {
        this.clients = clients;
        this.partitions = partitions;
    }

    /** Makes the topics and writes what is to be copied, one event a record. */
    public void prepare(EventMix mix, int count) throws InterruptedException {
        clients.topics(List.of(FROM, TO), partitions);
        try (KafkaProducer<byte[], byte[]> producer = clients.producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                byte[] line = mix.next();
                bytes += line.length;
                producer.send(new ProducerRecord<>(FROM, i % partitions, null, line));
            }
        }
        events = count;
    }

    /** One plain client copies all of it once more. */
    public Round run() throws Exception {
        return run(1, false);
    }

    /** Two clients with large batches and fetches, each with half of the partitions, do it. */
    public Round tuned() throws Exception {
        return run(2, true);
    }

    private Round run(int loops, boolean tuned) throws Exception {
        List<Callable<Long>> all = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            int number = i;
            all.add(() -> copy(number, loops, tuned));
        }
        meter.begin();
        long begin = System.nanoTime();
        long copied = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(loops)) {
            for (Future<Long> loop : threads.invokeAll(all)) {
                copied += loop.get();
            }
        }
        long nanos = System.nanoTime() - begin;
        if (copied != events) {
            throw new IllegalStateException("copied " + copied + " of " + events + " events");
        }
        return new Round(events, bytes, nanos, meter.end());
    }

    private long copy(int number, int loops, boolean tuned) {
        List<TopicPartition> mine = Clients.partitions(FROM, partitions, number, loops);
        AtomicReference<Exception> failure = new AtomicReference<>();
        long copied = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                        tuned
                                ? clients.consumer("yardstick-" + number, mine)
                                : clients.plainConsumer("yardstick-" + number, mine);
                KafkaProducer<byte[], byte[]> producer =
                        tuned ? clients.producer(Map.of()) : clients.plainProducer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(mine);
            while (!Clients.atEnd(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    producer.send(
                            new ProducerRecord<>(TO, record.partition(), null, record.value()),
                            (done, failed) -> {
                                if (failed != null) {
                                    failure.compareAndSet(null, failed);
                                }
                            });
                    copied++;
                }
                consumer.commitAsync();
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a copy was not written", failure.get());
        }
        return copied;
    }
}
