package io.sluice.loadtest.rig;

import io.sluice.events.ChunkHeader;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.EventMix;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Puts chunks as the event-sink makes them on an app's events topic, in one transaction: readers
 * see all of them at the same moment, when nobody is busy writing any more. One thread.
 */
public final class ChunkFeed implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private int next;

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
     * Writes the next events of a mix, which nobody sees before {@link #release}.
     *
     * @return their bytes, line ends included
     */
    public long fill(EventMix mix, int events) {
        LongAdder bytes = new LongAdder();
        begin();
        mix.chunks(
                events,
                Chunks.CHUNK_BYTES,
                (lines, count) -> {
                    bytes.add(lines.length + 1L);
                    send(next++ % partitions, lines, count);
                });
        producer.flush();
        return bytes.sum();
    }

    /** As above, with events that are made already, which is faster; gives their bytes. */
    public long fill(Chunks chunks) {
        begin();
        for (Chunks.Chunk chunk : chunks.all()) {
            send(next++ % partitions, chunk.lines(), chunk.events());
        }
        producer.flush();
        return chunks.bytes();
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
