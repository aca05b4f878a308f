package io.sluice.batcher.archive;

import io.sluice.kafka.BatchLine;
import io.sluice.kafka.HeldPartitions;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.RecordWork;
import io.sluice.kafka.TransactionalWriter;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads events topics into the archive. Which records a batch takes, and when it is cut, is decided
 * here; {@link BatchLine} brings batches to the store and publishes them.
 *
 * <pre>poll -> OpenArchive -> (cut) -> files -> manifests -> units and offsets in one transaction
 * </pre>
 */
final class ArchiverWork implements RecordWork {
    /**
     * Counter of the offset that a partition began with when its archive began: what was before had
     * gone by then, and is nobody's loss.
     */
    static final String BEFORE = "before";

    private static final Duration LAG_EVERY = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final ArchiverSettings settings;
    private final ArchiverMetrics metrics;
    private final HeldPartitions partitions;
    private final OpenArchive open;
    private final BatchLine<SealedArchive, Archived> line;
    private final AtomicLong lag;
    private long lagAt = System.nanoTime() - LAG_EVERY.toNanos();

    /**
     * @param writer the work's to close
     */
    ArchiverWork(
            ArchiverSettings settings,
            ArchiveWay way,
            AtomicLong lag,
            TransactionalWriter writer,
            Consumer<byte[], byte[]> consumer,
            Executor loop) {
        this.consumer = consumer;
        this.settings = settings;
        this.metrics = way.metrics();
        this.lag = lag;
        this.partitions = new HeldPartitions(consumer);
        this.open = new OpenArchive(settings.limits(), partitions::committed);
        this.line = new BatchLine<>(way, writer, consumer, partitions, loop);
    }

    @Override
    public void assigned(Collection<TopicPartition> added) {
        partitions.add(added);
        Set<TopicPartition> fresh = partitions.fresh();
        fresh.retainAll(added);
        consumer.beginningOffsets(fresh)
                .forEach(
                        (partition, begin) -> {
                            partitions.begin(
                                    partition,
                                    begin,
                                    begin == 0
                                            ? OffsetCounters.ZERO
                                            : OffsetCounters.ZERO.plus(BEFORE, begin));
                            consumer.seek(partition, begin);
                        });
    }

    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) throws Exception {
        line.publishIfWritten();
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (open.isFullFor(partition, record)) {
                    cut();
                }
                open.add(partition, record);
            }
        }
        metrics.taken(records.count());
        if (open.isDue() && line.batch().isEmpty()) {
            // Beyond the last record there may be markers of transactions, read but not handed out.
            open.partitions().forEach(each -> open.readTo(each, consumer.position(each)));
            cut();
        }
        observe();
    }

    /** Starts to write what is open; waits for the batch before it, if that is not through. */
    private void cut() throws Exception {
        line.publishWhenWritten(settings.upload().timeout().plusSeconds(1));
        line.start(open.seal());
    }

    private void observe() {
        long now = System.nanoTime();
        if (now - lagAt >= LAG_EVERY.toNanos()) {
            lagAt = now;
            lag.set(partitions.lag());
        }
    }

    @Override
    public void revoked(Collection<TopicPartition> gone) {
        boolean concerned =
                open.partitions().stream().anyMatch(gone::contains) || line.concerns(gone);
        boolean finished =
                !concerned || line.finish(settings.upload().rebalanceLimit(), open::sealIfAny);
        forget(gone);
        if (!finished) {
            abandon();
        }
    }

    @Override
    public void lost(Collection<TopicPartition> gone) {
        forget(gone);
        abandon();
    }

    @Override
    public void drain() {
        if (!line.finish(settings.drainLimit(), open::sealIfAny)) {
            drop();
        }
    }

    private void forget(Collection<TopicPartition> gone) {
        partitions.remove(gone);
        open.forget(gone);
    }

    /** Drops all that is not committed and reads it again. */
    private void abandon() {
        drop();
        partitions.rewind();
    }

    private void drop() {
        metrics.abandoned(held());
        line.abandon();
        open.drop();
    }

    private long held() {
        return open.records() + line.batch().map(SealedArchive::records).orElse(0L);
    }

    @Override
    public void close() {
        metrics.abandoned(held());
        line.close();
        lag.set(0);
    }
}
