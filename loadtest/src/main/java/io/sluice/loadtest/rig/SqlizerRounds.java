package io.sluice.loadtest.rig;

import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.loadtest.measure.OwnProcess;
import io.sluice.loadtest.measure.Round;
import io.sluice.loadtest.mix.Chunks;
import io.sluice.loadtest.mix.EventMix;
import io.sluice.rows.RowsHeader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Feeds sqlizers of this process and times them: from the moment when a round's events become
 * visible until the commit of its last row. The events lie on the broker before, so that nobody
 * makes or sends any while the clock runs. One thread.
 */
public final class SqlizerRounds {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final KafkaAndRegistry backends;
    private final ChunkFeed feed;
    private final OwnProcess meter = new OwnProcess();
    private long fed;

    /** Rounds on these backends. */
    public SqlizerRounds(Workspace workspace, KafkaAndRegistry backends) {
        this.backends = backends;
        this.feed =
                workspace.keep(
                        new ChunkFeed(
                                backends.clients(), KafkaAndRegistry.APP, backends.partitions()));
    }

    /** One round of the next events of a mix; all sqlizers of the backends are these. */
    public Round run(Sqlizers sqlizers, EventMix mix, int events) throws InterruptedException {
        return run(sqlizers, events, () -> feed.fill(mix, events));
    }

    /** One round of events that are made already, which takes less time. */
    public Round run(Sqlizers sqlizers, Chunks chunks) throws InterruptedException {
        return run(sqlizers, chunks.events(), () -> feed.fill(chunks));
    }

    private Round run(Sqlizers sqlizers, int events, LongSupplier fill)
            throws InterruptedException {
        awaitReady(sqlizers);
        long bytes = fill.getAsLong();
        double before = sqlizers.rowsOut();
        meter.begin();
        long begin = System.nanoTime();
        feed.release();
        while (sqlizers.rowsOut() - before < events) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "%,.0f of %,d rows after %s; the sqlizers say: %s"
                                .formatted(
                                        sqlizers.rowsOut() - before,
                                        events,
                                        PATIENCE,
                                        sqlizers.state()));
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long nanos = System.nanoTime() - begin;
        fed += events;
        return new Round(events, bytes, nanos, meter.end());
    }

    private static void awaitReady(Sqlizers sqlizers) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!sqlizers.isReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not ready: " + sqlizers.state());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /**
     * Counts the rows that a consumer sees; gives how many.
     *
     * @throws IllegalStateException if they are not as many as the events of all rounds
     */
    public long verify() {
        List<TopicPartition> partitions =
                Clients.partitions(Topics.rows(KafkaAndRegistry.APP), backends.partitions(), 0, 1);
        long rows = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                backends.clients().consumer("verify", partitions)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!Clients.atEnd(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    rows +=
                            RowsHeader.read(KafkaHeaders.reader(record.headers()))
                                    .orElseThrow()
                                    .count();
                }
            }
        }
        if (rows != fed) {
            throw new IllegalStateException(
                    "the rows topic holds %,d rows of %,d events".formatted(rows, fed));
        }
        return rows;
    }
}
