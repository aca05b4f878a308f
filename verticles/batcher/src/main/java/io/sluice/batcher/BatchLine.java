package io.sluice.batcher;

import io.sluice.rows.LoadUnit;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The way of a cut batch: written to the store, then published. One batch at a time is on it, so
 * that batches are published in the order in which they were cut. For the thread of one poll loop
 * only; the files are written on another.
 */
final class BatchLine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchLine.class);

    /** How long a commit may be refused because the group is rebalancing. */
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(20);

    private final BatcherParts parts;
    private final Consumer<byte[], byte[]> consumer;
    private final Partitions partitions;
    private final Executor loop;
    private final BatchFiles files;
    private final Publisher publisher;
    private Optional<Upload> upload = Optional.empty();
    private Optional<Long> refusedSince = Optional.empty();

    BatchLine(
            BatcherParts parts,
            Consumer<byte[], byte[]> consumer,
            Partitions partitions,
            Executor loop) {
        this.parts = parts;
        this.consumer = consumer;
        this.partitions = partitions;
        this.loop = loop;
        this.publisher = parts.publisher();
        this.files = new BatchFiles(parts.slot(), parts.store(), parts.bucket(), parts.settings());
    }

    /** Whether a batch is under way. */
    boolean isBusy() {
        return upload.isPresent();
    }

    /** Rows of the batch under way. */
    long rows() {
        return upload.map(it -> it.batch().rows()).orElse(0L);
    }

    /** Whether the batch under way holds something of these partitions. */
    boolean concerns(Collection<TopicPartition> some) {
        return upload.stream()
                .flatMap(it -> it.batch().next().keySet().stream())
                .anyMatch(some::contains);
    }

    /** Starts to write a batch. */
    void start(SealedBatch batch) {
        if (upload.isPresent()) {
            throw new IllegalStateException("a batch is under way");
        }
        Upload started = new Upload(batch, files.write(batch), System.nanoTime());
        // Ends the wait of a poll, so that the batch is published at once.
        started.written().whenComplete((written, failure) -> loop.execute(() -> {}));
        upload = Optional.of(started);
    }

    /** Publishes the batch under way if it is written; does not wait for that. */
    void publishIfWritten() throws Exception {
        if (upload.isPresent() && upload.get().isDone()) {
            try {
                publish(upload.get(), upload.get().await(System.nanoTime()));
            } catch (CommitFailedException rebalancing) {
                retryOrThrow(rebalancing);
            }
        }
    }

    /** Publishes the batch under way; waits until it is written. */
    void publishWhenWritten() throws Exception {
        if (upload.isPresent()) {
            Duration limit = parts.settings().upload().timeout().plusSeconds(1);
            publish(upload.get(), upload.get().await(System.nanoTime() + limit.toNanos()));
        }
    }

    /**
     * Publishes the batch under way and one more, if the time suffices.
     *
     * @return false if it did not, or the store or the group refuses: to be abandoned then
     */
    boolean finish(Duration limit, Supplier<Optional<SealedBatch>> last) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            if (upload.isPresent()) {
                publish(upload.get(), upload.get().await(deadline));
            }
            Optional<SealedBatch> more = last.get();
            if (more.isPresent()) {
                start(more.get());
                publish(upload.orElseThrow(), upload.orElseThrow().await(deadline));
            }
            return true;
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        } catch (TimeoutException | ExecutionException | CommitFailedException failed) {
            log.atWarn()
                    .setMessage("Batch not finished in time; its rows are read again")
                    .addKeyValue("instance", parts.slot())
                    .addKeyValue("limitMs", limit.toMillis())
                    .setCause(failed)
                    .log();
            return false;
        }
    }

    private void publish(Upload done, Written written) {
        long began = System.nanoTime();
        var offsets = partitions.offsets(done.batch().next(), written.counts());
        publisher.publish(written, offsets, consumer.groupMetadata());
        upload = Optional.empty();
        refusedSince = Optional.empty();
        partitions.committed(offsets);
        if (!written.dead().isEmpty()) {
            logLetters(written.dead());
        }
        parts.tally().published(written.rows(), written.dead().size());
        parts.metrics().uploaded(Duration.ofNanos(began - done.startedNanos()));
        parts.metrics()
                .published(done.batch(), written, Duration.ofNanos(System.nanoTime() - began));
        List<LoadUnit> units = written.units();
        if (!units.isEmpty()) {
            parts.published().accept(units);
        }
    }

    /** Once for a batch, with the first as the example. */
    private void logLetters(List<DeadRecord> letters) {
        DeadRecord first = letters.getFirst();
        log.atWarn()
                .setMessage("Records of a rows topic became dead letters")
                .addKeyValue("instance", parts.slot())
                .addKeyValue("count", letters.size())
                .addKeyValue("topic", first.partition().topic())
                .addKeyValue("partition", first.partition().partition())
                .addKeyValue("offset", first.offset())
                .addKeyValue("reason", first.detail())
                .log();
    }

    /** The group may be between two generations: the next poll tells whether the batch is ours. */
    private void retryOrThrow(CommitFailedException rebalancing) {
        publisher.abort();
        long now = System.nanoTime();
        long since = refusedSince.orElse(now);
        if (now - since > REFUSAL_LIMIT.toNanos()) {
            throw rebalancing;
        }
        refusedSince = Optional.of(since);
        log.atDebug()
                .setMessage("Commit refused during a rebalance; tried again")
                .addKeyValue("instance", parts.slot())
                .setCause(rebalancing)
                .log();
    }

    /** Drops the batch under way and takes back what was sent of it. */
    void abandon(long rowsBeside) {
        parts.metrics().abandoned(rowsBeside + rows());
        upload.ifPresent(Upload::cancel);
        upload = Optional.empty();
        refusedSince = Optional.empty();
        publisher.abort();
    }

    @Override
    public void close() {
        upload.ifPresent(Upload::cancel);
        files.close();
        publisher.close();
    }
}
