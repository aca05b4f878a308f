package io.sluice.loader;

import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.OffsetCounters;
import io.sluice.kafka.RecordWork;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.Received;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Reads units, hands them to their tables' lanes, and commits each partition up to its first unit
 * that is neither loaded nor parked. What is read again after a restart the ledger skips. Rows that
 * a unit was loaded without become dead letters with the commit of its offset.
 */
final class LoaderWork implements RecordWork {
    private static final Logger log = LoggerFactory.getLogger(LoaderWork.class);

    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    /** Units of a partition whose refused rows are in memory at once. */
    private static final int MOST_REFUSED = 4;

    private final LoaderParts parts;
    private final Consumer<byte[], byte[]> consumer;
    private final Recorder recorder;
    private final Lanes lanes;
    private final Publication publication;
    private final Map<TopicPartition, PartitionProgress> progress = new HashMap<>();
    private boolean paused;
    private int foreign;
    private boolean committing;
    private long committedAt;

    LoaderWork(LoaderParts parts, Consumer<byte[], byte[]> consumer, Executor loop) {
        this.parts = parts;
        this.consumer = consumer;
        Runnable wake = () -> loop.execute(() -> {});
        this.publication = new Publication(parts, wake);
        this.lanes = new Lanes(parts, wake);
        this.recorder = new Recorder(parts.books(), lanes, parts.tally());
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            String metadata = offset == null ? "" : offset.metadata();
            progress.put(partition, new PartitionProgress(OffsetCounters.parse(metadata)));
        }
        if (paused) {
            consumer.pause(partitions);
        }
    }

    @Override
    public void work(ConsumerRecords<byte[], byte[]> records) {
        lanes.broken()
                .ifPresent(
                        bug -> {
                            throw new IllegalStateException("a lane broke", bug);
                        });
        take(records);
        settle();
        flow();
        committed(publication.finish(consumer.groupMetadata()));
        if (System.nanoTime() - committedAt >= parts.settings().commitEvery().toNanos()) {
            commitSoon();
            lag();
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records) {
        List<QueuedUnit> units = new ArrayList<>();
        foreign = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            read(record)
                    .ifPresent(
                            unit -> {
                                of(partition).begun(record.offset());
                                units.add(
                                        new QueuedUnit(
                                                partition,
                                                record.offset(),
                                                unit,
                                                received(record)));
                            });
        }
        records.nextOffsets().forEach((partition, next) -> of(partition).position(next.offset()));
        if (!units.isEmpty()) {
            parts.metrics().taken(units.size());
            parts.tally().taken(units.size());
            recorder.add(units);
        }
    }

    private static Optional<Received> received(ConsumerRecord<byte[], byte[]> record) {
        return KafkaHeaders.reader(record.headers()).text(Received.HEADER).flatMap(Received::parse);
    }

    private PartitionProgress of(TopicPartition partition) {
        return progress.computeIfAbsent(
                partition, it -> new PartitionProgress(OffsetCounters.ZERO));
    }

    /** A record that is no unit names no files and no app: it is counted, and left in its topic. */
    private Optional<LoadUnit> read(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            return Optional.of(LoadUnitCodec.read(value == null ? new byte[0] : value));
        } catch (IllegalArgumentException malformed) {
            of(new TopicPartition(record.topic(), record.partition())).malformed(record.offset());
            parts.metrics().malformed();
            parts.tally().taken(1);
            parts.tally().rejected(1);
            // One of a flood tells enough; all are counted.
            log.atLevel(foreign++ == 0 ? Level.ERROR : Level.DEBUG)
                    .setCause(malformed)
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("record set aside: it is no load unit, and stays in its topic");
            return Optional.empty();
        }
    }

    private void settle() {
        Finished done = lanes.finished().poll();
        while (done != null) {
            QueuedUnit unit = done.unit();
            PartitionProgress owned = progress.get(unit.partition());
            if (owned != null) {
                owned.finished(unit.offset());
                if (done.refused() > 0) {
                    owned.refused(unit);
                }
            }
            done = lanes.finished().poll();
        }
    }

    private void flow() {
        int waiting = lanes.waiting() + recorder.waiting();
        for (PartitionProgress each : progress.values()) {
            waiting += each.uncounted();
        }
        if (!paused && waiting > parts.settings().maxWaiting()) {
            paused = true;
            consumer.pause(consumer.assignment());
        } else if (paused && waiting <= parts.settings().maxWaiting() / 2) {
            paused = false;
            consumer.resume(consumer.assignment());
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable(int mostRefused) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        progress.forEach(
                (partition, it) ->
                        it.committable(mostRefused)
                                .ifPresent(next -> offsets.put(partition, next)));
        return offsets;
    }

    private List<QueuedUnit> refused(Map<TopicPartition, OffsetAndMetadata> offsets) {
        List<QueuedUnit> units = new ArrayList<>();
        offsets.forEach(
                (partition, next) -> units.addAll(of(partition).refusedBefore(next.offset())));
        return units;
    }

    /** A commit that fails is made again with the next: its offsets are still committable. */
    private void commitSoon() {
        if (committing || publication.running()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = committable(MOST_REFUSED);
        List<QueuedUnit> refused = refused(offsets);
        if (offsets.isEmpty()) {
            return;
        }
        committedAt = System.nanoTime();
        if (!refused.isEmpty()) {
            publication.begin(offsets, refused);
            return;
        }
        committing = true;
        consumer.commitAsync(
                offsets,
                (done, failure) -> {
                    committing = false;
                    if (failure == null) {
                        committed(offsets);
                    } else {
                        log.atDebug().setCause(failure).log("offsets not committed yet");
                    }
                });
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach(
                (partition, next) -> {
                    PartitionProgress owned = progress.get(partition);
                    if (owned != null) {
                        owned.committed(next.offset());
                    }
                });
    }

    /** Up to the first unit whose refused rows are not sent yet. */
    private void commitNow() {
        Map<TopicPartition, OffsetAndMetadata> offsets = committable(0);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, COMMIT_LIMIT);
            committed(offsets);
        } catch (KafkaException failed) {
            log.atInfo()
                    .setCause(failed)
                    .log("offsets not committed: their units are read again and skipped");
        }
    }

    /** The same with dead letters, as far as that goes within the limit. */
    private void publishNow() {
        long deadline = System.nanoTime() + COMMIT_LIMIT.toNanos();
        try {
            // Waits for a commit that is under way: two must not overtake each other.
            consumer.commitSync(Map.of(), COMMIT_LIMIT);
            Map<TopicPartition, OffsetAndMetadata> offsets = committable(MOST_REFUSED);
            while (!refused(offsets).isEmpty() && System.nanoTime() < deadline) {
                if (!publication.running()) {
                    publication.begin(offsets, refused(offsets));
                }
                publication.await(Duration.ofNanos(deadline - System.nanoTime()));
                committed(publication.finish(consumer.groupMetadata()));
                offsets = committable(MOST_REFUSED);
            }
        } catch (KafkaException failed) {
            log.atInfo()
                    .setCause(failed)
                    .log(
                            "dead letters not sent: their units are read again, and they are sent"
                                    + " then");
        } finally {
            publication.cancel();
        }
    }

    private void lag() {
        long lag = 0;
        for (TopicPartition partition : consumer.assignment()) {
            lag += consumer.currentLag(partition).orElse(0);
        }
        parts.lag().set(lag);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        publication.cancel();
        recorder.drop(partitions);
        lanes.drop(partitions, parts.settings().revokeLimit());
        settle();
        commitNow();
        partitions.forEach(progress::remove);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        publication.cancel();
        recorder.drop(partitions);
        lanes.drop(partitions, Duration.ZERO);
        partitions.forEach(progress::remove);
    }

    @Override
    public void drain() {
        recorder.close();
        lanes.close(parts.settings().drainLimit());
        settle();
        publishNow();
        commitNow();
    }

    @Override
    public void close() {
        recorder.close();
        lanes.close(Duration.ZERO);
        publication.close();
    }
}
