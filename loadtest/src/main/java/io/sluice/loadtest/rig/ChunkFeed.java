package io.sluice.loadtest.rig;

import io.sluice.events.ChunkHeader;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.loadtest.mix.EventMix;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts chunks as the event-sink makes them on an app's events topic, in one transaction: readers
 * see all of them at the same moment, when nobody is busy writing any more. One thread.
 */
public final class ChunkFeed implements AutoCloseable {
    private static final int CHUNK_BYTES = 128 * 1024;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private final AtomicInteger next = new AtomicInteger();

    /** A feed of an app's events topic. */
    public ChunkFeed(Clients clients, String app, int partitions) {
        this.producer =
                clients.producer(
                        Map.of(
                                "transactional.id",
                                "feed-" + app,
                                "transaction.timeout.ms",
                                600_000));
        this.topic = Topics.events(app);
        this.partitions = partitions;
        producer.initTransactions();
    }

    /**
     * Writes events that nobody sees before {@link #release}.
     *
     * @return their bytes, line ends included
     */
    public long fill(EventMix mix, int events) {
        AtomicLong bytes = new AtomicLong();
        begin();
        mix.chunks(
                events,
                CHUNK_BYTES,
                (lines, count) -> {
                    bytes.addAndGet(lines.length + 1L);
                    send(next.getAndIncrement() % partitions, lines, count);
                });
        producer.flush();
        return bytes.get();
    }

    /** Begins what {@link #release} ends; {@link #fill} does it by itself. */
    public void begin() {
        producer.beginTransaction();
    }

    /** Writes one chunk: lines without the last line end, and how many. */
    public void send(int partition, byte[] lines, int count) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        Long sendTime = null;
        producer.send(
                new ProducerRecord<>(
                        topic,
                        partition,
                        sendTime,
                        null,
                        lines,
                        KafkaHeaders.of(new ChunkHeader(count, 0, now, "bench", "").toHeaders())));
    }

    /** Lets readers see what was written. */
    public void release() {
        producer.commitTransaction();
    }

    @Override
    public void close() {
        producer.close();
    }
}
