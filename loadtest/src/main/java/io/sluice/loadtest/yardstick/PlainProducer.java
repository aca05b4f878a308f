package io.sluice.loadtest.yardstick;

import io.sluice.loadtest.measure.OwnProcess;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.rig.Clients;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The yardstick of the door: a plain Kafka producer sends the same events, one a record, without
 * keys, so that it fills one partition's batch after the other; lz4, acks=all, and all else as
 * Kafka has it. What the machine could do is told by two producers with the sizes that Sluice's
 * have. A round ends when all is acknowledged.
 */
public final class PlainProducer {
    private static final String TOPIC = "yardstick.ingest";

    private final Clients clients;
    private final List<byte[]> events;
    private final int passes;
    private final long bytes;
    private final OwnProcess meter = new OwnProcess();

    /**
     * Makes the topic.
     *
     * @param passes how often a round sends the events
     */
    public PlainProducer(Clients clients, int partitions, List<byte[]> events, int passes)
            throws InterruptedException {
        this.clients = clients;
        this.events = events;
        this.passes = passes;
        this.bytes = events.stream().mapToLong(event -> event.length).sum();
        clients.topics(List.of(TOPIC), partitions);
    }

    /** One plain producer sends all of them once more. */
    public Round run() throws Exception {
        return run(1, false);
    }

    /** Two producers with large batches, and a thread each, do it. */
    public Round tuned() throws Exception {
        return run(2, true);
    }

    private Round run(int producers, boolean tuned) throws Exception {
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            int number = i;
            all.add(() -> send(number, producers, tuned));
        }
        meter.begin();
        long begin = System.nanoTime();
        int sent = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(producers)) {
            for (Future<Integer> producer : threads.invokeAll(all)) {
                sent += producer.get();
            }
        }
        long nanos = System.nanoTime() - begin;
        int due = passes * events.size();
        if (sent != due) {
            throw new IllegalStateException("sent " + sent + " of " + due + " events");
        }
        return new Round(due, passes * bytes, nanos, meter.end());
    }

    private int send(int number, int producers, boolean tuned) {
        AtomicReference<Exception> failure = new AtomicReference<>();
        int sent = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                tuned ? clients.producer(Map.of()) : clients.plainProducer()) {
            for (int i = number; i < passes * events.size(); i += producers) {
                producer.send(
                        new ProducerRecord<>(TOPIC, events.get(i % events.size())),
                        (done, failed) -> {
                            if (failed != null) {
                                failure.compareAndSet(null, failed);
                            }
                        });
                sent++;
            }
            producer.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("an event was not written", failure.get());
        }
        return sent;
    }
}
