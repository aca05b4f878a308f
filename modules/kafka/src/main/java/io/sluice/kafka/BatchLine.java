package io.sluice.kafka;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The way of a batch that is written elsewhere first: written, then published in one transaction
 * with the offsets that it was read to. One batch at a time is on it, so that batches are published
 * in the order in which they were cut. For the thread of one poll loop only; the writing is done on
 * others.
 *
 * @param <B> a batch that takes nothing more
 * @param <W> what it became, ready to be published
 */
public final class BatchLine<B extends BatchLine.Sealed, W extends BatchLine.Written>
        implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchLine.class);

    /** How long a commit may be refused because the group is rebalancing. */
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(20);

    private final Way<B, W> way;
    private final TransactionalWriter writer;
    private final Consumer<byte[], byte[]> consumer;
    private final HeldPartitions partitions;
    private final Executor loop;
    private Optional<Underway<B, W>> underway = Optional.empty();
    private Optional<Long> refusedSince = Optional.empty();

    /** A batch that takes nothing more. */
    public interface Sealed {
        /** The offset to commit of each partition that it has read. */
        Map<TopicPartition, Long> next();
    }

    /** What a batch became. */
    public interface Written {
        /** What to add to the counters of each partition. */
        Map<TopicPartition, Map<String, Long>> counts();
    }

    /** What is done with batches. Called on the loop's thread; closed with the line. */
    public interface Way<B, W> extends AutoCloseable {
        /**
         * Starts to write, elsewhere. The future fails after a time limit; once it is done in
         * whatever way, writing stops.
         */
        CompletableFuture<W> write(B batch);

        /** The records that make the batch count, for its transaction. */
        List<ProducerRecord<byte[], byte[]>> records(W written);

        /** The transaction has committed; must not block. */
        void published(B batch, W written, Duration writing, Duration publishing);

        @Override
        void close();
    }

    private record Underway<B, W>(B batch, CompletableFuture<W> written, long startedNanos) {
        W await(Duration limit) throws InterruptedException, ExecutionException, TimeoutException {
            return written.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        }
    }

    /**
     * An empty line.
     *
     * @param writer the line's to close
     * @param loop runs tasks on the loop's thread
     */
    public BatchLine(
            Way<B, W> way,
            TransactionalWriter writer,
            Consumer<byte[], byte[]> consumer,
            HeldPartitions partitions,
            Executor loop) {
        this.way = way;
        this.writer = writer;
        this.consumer = consumer;
        this.partitions = partitions;
        this.loop = loop;
    }

    /** The batch under way. */
    public Optional<B> batch() {
        return underway.map(Underway::batch);
    }

    /** Whether the batch under way holds something of these partitions. */
    public boolean concerns(Collection<TopicPartition> some) {
        return batch().stream().flatMap(it -> it.next().keySet().stream()).anyMatch(some::contains);
    }

    /** Starts to write a batch; none may be under way. */
    public void start(B batch) {
        if (underway.isPresent()) {
            throw new IllegalStateException("a batch is under way");
        }
        Underway<B, W> started = new Underway<>(batch, way.write(batch), System.nanoTime());
        // Ends the wait of a poll, so that the batch is published at once.
        started.written().whenComplete((written, failure) -> loop.execute(() -> {}));
        underway = Optional.of(started);
    }

    /** Publishes the batch under way if it is written; does not wait for that. */
    public void publishIfWritten()
            throws InterruptedException, ExecutionException, TimeoutException {
        if (underway.isPresent() && underway.get().written().isDone()) {
            try {
                publish(underway.get(), underway.get().await(Duration.ZERO));
            } catch (CommitFailedException rebalancing) {
                retryOrThrow(rebalancing);
            }
        }
    }

    /** Publishes the batch under way; waits until it is written, up to the limit. */
    public void publishWhenWritten(Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (underway.isPresent()) {
            publish(underway.get(), underway.get().await(limit));
        }
    }

    /**
     * Publishes the batch under way and one more, if the time suffices.
     *
     * @return false if it did not, or the store or the group refuses: to be abandoned then
     */
    public boolean finish(Duration limit, Supplier<Optional<B>> last) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            publishWhenWritten(limit);
            Optional<B> more = last.get();
            if (more.isPresent()) {
                start(more.get());
                publishWhenWritten(Duration.ofNanos(deadline - System.nanoTime()));
            }
            return true;
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        } catch (TimeoutException | ExecutionException | CommitFailedException failed) {
            log.atWarn()
                    .setMessage("Batch not finished in time; it is read again")
                    .addKeyValue("group", consumer.groupMetadata().groupId())
                    .addKeyValue("limitMs", limit.toMillis())
                    .setCause(failed)
                    .log();
            return false;
        }
    }

    private void publish(Underway<B, W> done, W written) {
        long began = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> offsets =
                partitions.offsets(done.batch().next(), written.counts());
        way.records(written).forEach(writer::send);
        writer.commit(offsets, consumer.groupMetadata());
        underway = Optional.empty();
        refusedSince = Optional.empty();
        partitions.committed(offsets);
        way.published(
                done.batch(),
                written,
                Duration.ofNanos(began - done.startedNanos()),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** The group may be between two generations: the next poll tells whether the batch is ours. */
    private void retryOrThrow(CommitFailedException rebalancing) {
        writer.abort();
        long now = System.nanoTime();
        long since = refusedSince.orElse(now);
        if (now - since > REFUSAL_LIMIT.toNanos()) {
            throw rebalancing;
        }
        refusedSince = Optional.of(since);
        log.atDebug()
                .setMessage("Commit refused during a rebalance; tried again")
                .addKeyValue("group", consumer.groupMetadata().groupId())
                .setCause(rebalancing)
                .log();
    }

    /** Drops the batch under way and takes back what was sent of it. */
    public void abandon() {
        underway.ifPresent(it -> it.written().cancel(false));
        underway = Optional.empty();
        refusedSince = Optional.empty();
        writer.abort();
    }

    @Override
    public void close() {
        underway.ifPresent(it -> it.written().cancel(false));
        way.close();
        writer.close();
    }
}
