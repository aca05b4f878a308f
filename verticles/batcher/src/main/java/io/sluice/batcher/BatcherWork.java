package io.sluice.batcher;

import io.sluice.batcher.KnownVersions.VersionKey;
import io.sluice.batcher.RowCheck.Incoming;
import io.sluice.batcher.RowCheck.Refused;
import io.sluice.batcher.RowCheck.Rows;
import io.sluice.batcher.RowCheck.Waiting;
import io.sluice.kafka.BatchLine;
import io.sluice.kafka.HeldPartitions;
import io.sluice.kafka.RecordWork;
import io.sluice.rows.BatchCutter.Reason;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads row chunks into batches. Which records it takes, and when a batch is cut, is decided here;
 * {@link BatchLine} brings batches to the store and publishes them.
 *
 * <pre>
 *   poll -> RowCheck -> OpenBatch -> (cut) -> BatchLine: files -> manifests -> transaction
 *              | version unknown: the partition waits, read again from this record
 * </pre>
 */
final class BatcherWork implements RecordWork {
    private static final Duration LAG_EVERY = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final BatcherSettings settings;
    private final KnownVersions versions;
    private final RowCheck check;
    private final HeldPartitions partitions;
    private final OpenBatch open;
    private final BatchLine<SealedBatch, Written> line;
    private final BatcherMetrics metrics;
    private final Tally tally;
    private final AtomicLong lag;
    private final Map<TopicPartition, VersionKey> waiting = new HashMap<>();
    private long idleSince = System.nanoTime();
    private long lagAt = idleSince - LAG_EVERY.toNanos();

    BatcherWork(BatcherParts parts, Consumer<byte[], byte[]> consumer, Executor loop) {
        this.consumer = consumer;
        this.settings = parts.settings();
        this.metrics = parts.metrics();
        this.tally = parts.tally();
        this.lag = parts.lag();
        this.versions = new KnownVersions(parts.registry(), settings.lookup());
        this.check = new RowCheck(versions);
        this.partitions = new HeldPartitions(consumer);
        this.open = new OpenBatch(settings.limits());
        this.line = parts.line(consumer, partitions, loop);
    }

    @Override
    public void assigned(Collection<TopicPartition> added) {
        partitions.add(added);
    }

    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) throws Exception {
        long began = System.nanoTime();
        metrics.waited(began - idleSince);
        line.publishIfWritten();
        wakeWaiting();
        if (!records.isEmpty()) {
            take(records);
        }
        Optional<Reason> due = open.due();
        if (due.isPresent() && line.batch().isEmpty()) {
            // Beyond the last record there may be markers of transactions, read but not handed out.
            open.partitions().forEach(each -> open.readTo(each, consumer.position(each)));
            cut(due.get());
        }
        observe();
        idleSince = System.nanoTime();
        metrics.worked(idleSince - began);
    }

    private void take(ConsumerRecords<byte[], byte[]> records) throws Exception {
        Map<TopicPartition, List<Incoming>> incoming = new HashMap<>();
        Set<VersionKey> keys = new HashSet<>();
        for (TopicPartition partition : records.partitions()) {
            List<Incoming> list = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                Incoming read = Incoming.of(record);
                list.add(read);
                read.key().ifPresent(keys::add);
            }
            incoming.put(partition, list);
        }
        // No transaction is open here: the registry may take its time.
        versions.ask(keys);
        for (Map.Entry<TopicPartition, List<Incoming>> each : incoming.entrySet()) {
            take(each.getKey(), each.getValue());
        }
    }

    /** Takes all of them, or those before the first that has to wait. */
    private void take(TopicPartition partition, List<Incoming> list) throws Exception {
        long rows = 0;
        long bytes = 0;
        int chunks = 0;
        try {
            for (Incoming incoming : list) {
                switch (check.check(incoming)) {
                    case Rows chunk -> {
                        Optional<Reason> overflow = open.overflow(chunk);
                        if (overflow.isPresent()) {
                            cut(overflow.get());
                        }
                        open.add(chunk);
                        chunks++;
                        rows += chunk.header().count();
                        bytes += chunk.lines().length;
                    }
                    case Refused refused -> open.add(refused.letter());
                    case Waiting unknown -> {
                        consumer.pause(Set.of(partition));
                        consumer.seek(partition, incoming.record().offset());
                        waiting.put(partition, unknown.key());
                        return;
                    }
                }
            }
        } finally {
            metrics.taken(chunks, rows, bytes);
        }
    }

    /** Lets partitions go on whose version is known by now. */
    private void wakeWaiting() throws InterruptedException {
        if (waiting.isEmpty()) {
            return;
        }
        versions.askWithoutWaiting(waiting.values());
        Set<TopicPartition> ready = new HashSet<>();
        waiting.forEach(
                (partition, key) -> {
                    if (!(versions.find(key) instanceof KnownVersions.Unknown)) {
                        ready.add(partition);
                    }
                });
        consumer.resume(ready);
        ready.forEach(waiting::remove);
    }

    /** Starts the upload of what is open; waits for the batch before it, if that is not through. */
    private void cut(Reason reason) throws Exception {
        line.publishWhenWritten(settings.upload().timeout().plusSeconds(1));
        line.start(open.seal(reason));
    }

    private void observe() {
        tally.held(held());
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
        if (concerned && !finish(settings.upload().rebalanceLimit())) {
            forget(gone);
            abandon();
        } else {
            forget(gone);
        }
    }

    @Override
    public void lost(Collection<TopicPartition> gone) {
        forget(gone);
        abandon();
    }

    @Override
    public void drain() {
        if (!finish(settings.drainLimit())) {
            drop();
        }
    }

    /** Drops all that is not committed. */
    private void drop() {
        metrics.abandoned(held());
        line.abandon();
        open.drop();
    }

    private long held() {
        return open.rows() + line.batch().map(SealedBatch::rows).orElse(0L);
    }

    private boolean finish(Duration limit) {
        return line.finish(limit, () -> open.sealIfAny(Reason.ASKED));
    }

    private void forget(Collection<TopicPartition> gone) {
        partitions.remove(gone);
        waiting.keySet().removeAll(gone);
        open.forget(gone);
    }

    /** Drops all that is not committed and reads it again. */
    private void abandon() {
        drop();
        consumer.resume(waiting.keySet());
        waiting.clear();
        partitions.rewind();
    }

    @Override
    public void close() {
        metrics.abandoned(held());
        line.close();
        lag.set(0);
        tally.held(0);
    }
}
