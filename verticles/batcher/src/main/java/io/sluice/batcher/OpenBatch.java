package io.sluice.batcher;

import io.sluice.rows.BatchCutter;
import io.sluice.rows.BatchCutter.Reason;

import org.apache.kafka.common.TopicPartition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The batch that fills: rows, dead letters, and how far each partition was read for them. */
final class OpenBatch {
    private final BatchCutter<Source> cutter;
    private List<DeadRecord> dead = new ArrayList<>();
    private Map<TopicPartition, Long> next = new HashMap<>();

    OpenBatch(BatchCutter.Limits limits) {
        cutter = new BatchCutter<>(limits);
    }

    /** The limit that these rows would break; the batch has to be sealed first then. */
    Optional<Reason> overflow(RowCheck.Rows rows) {
        return cutter.overflow(rows.header(), rows.lines().length);
    }

    void add(RowCheck.Rows rows) {
        cutter.add(rows.header(), rows.lines(), rows.source(), System.nanoTime());
        readTo(rows.source().partition(), rows.source().offset() + 1);
    }

    void add(DeadRecord letter) {
        dead.add(letter);
        cutter.hold(letter.value().length, System.nanoTime());
        readTo(letter.partition(), letter.offset() + 1);
    }

    /** Notes that a partition was read to here. */
    void readTo(TopicPartition partition, long offset) {
        next.merge(partition, offset, Math::max);
    }

    Optional<Reason> due() {
        return cutter.due(System.nanoTime());
    }

    boolean isEmpty() {
        return cutter.isEmpty();
    }

    long rows() {
        return cutter.rows();
    }

    /** The partitions that gave something. */
    Collection<TopicPartition> partitions() {
        return List.copyOf(next.keySet());
    }

    /** Hands the content over and starts empty. */
    SealedBatch seal(Reason reason) {
        long rows = cutter.rows();
        long bytes = cutter.bytes();
        SealedBatch sealed = new SealedBatch(cutter.cut(), dead, next, reason, rows, bytes);
        dead = new ArrayList<>();
        next = new HashMap<>();
        return sealed;
    }

    /** {@link #seal}; empty if there is nothing to seal. */
    Optional<SealedBatch> sealIfAny(Reason reason) {
        return isEmpty() ? Optional.empty() : Optional.of(seal(reason));
    }

    /** Forgets how far these partitions were read, of which nothing may be held. */
    void forget(Collection<TopicPartition> gone) {
        next.keySet().removeAll(gone);
    }

    /** Forgets the content. */
    void drop() {
        cutter.cut();
        dead = new ArrayList<>();
        next = new HashMap<>();
    }
}
