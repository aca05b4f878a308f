package io.sluice.loader;

import io.sluice.kafka.TransactionalWriter;
import io.sluice.warehouse.RefusedRow;
import io.sluice.warehouse.WarehouseException;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Commits offsets of units that were loaded without some rows: the rows' dead letters go out in the
 * same Kafka transaction. So a letter is there once its unit is not read again, and only once. What
 * is to be sent the warehouse knows; it is asked on a thread of its own. For the poll loop's
 * thread.
 */
final class Publication implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final LoaderParts parts;
    private final TransactionalWriter writer;
    private final Runnable wake;
    private @Nullable Pending pending;

    private record Pending(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            CompletableFuture<List<ProducerRecord<byte[], byte[]>>> letters,
            Thread reader) {}

    /**
     * @param wake called when letters can be sent
     */
    Publication(LoaderParts parts, Runnable wake) {
        this.parts = parts;
        this.writer = parts.writer();
        this.wake = wake;
    }

    /** Whether a commit is under way: no other may be. */
    boolean running() {
        return pending != null;
    }

    /** Begins to read the letters of units that these offsets pass. */
    void begin(Map<TopicPartition, OffsetAndMetadata> offsets, List<QueuedUnit> units) {
        CompletableFuture<List<ProducerRecord<byte[], byte[]>>> letters = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .name(parts.slot() + "-letters")
                        .unstarted(() -> read(units, letters));
        pending = new Pending(offsets, letters, reader);
        reader.start();
    }

    private void read(
            List<QueuedUnit> units,
            CompletableFuture<List<ProducerRecord<byte[], byte[]>>> letters) {
        try {
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
            for (QueuedUnit unit : units) {
                all.addAll(read(unit));
            }
            letters.complete(all);
        } catch (InterruptedException | RuntimeException failed) {
            letters.completeExceptionally(failed);
        }
        wake.run();
    }

    /** The rows are loaded, so that there is no way but to go on asking. */
    private List<ProducerRecord<byte[], byte[]>> read(QueuedUnit unit) throws InterruptedException {
        Backoff backoff = new Backoff(parts.settings().retry());
        boolean told = false;
        while (true) {
            try {
                RefusedLetters letters =
                        new RefusedLetters(
                                unit,
                                parts.versions()
                                        .version(unit.unit().table(), unit.unit().version())
                                        .name(),
                                parts.kafka().maxRecordBytes());
                List<RefusedRow.WithLine> rows = parts.warehouse().refused(unit.unit());
                return rows.stream().map(letters::of).toList();
            } catch (WarehouseException failed) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("abandoned");
                }
                if (!told) {
                    log.atWarn()
                            .setCause(failed)
                            .addKeyValue("unit", unit.unit().id())
                            .log("refused rows cannot be read yet: their dead letters wait");
                    told = true;
                }
            }
            backoff.pause();
        }
    }

    /** Waits for what is read, this long at most. */
    void await(Duration limit) {
        Pending now = pending;
        if (now != null) {
            try {
                now.letters().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException later) {
                log.atDebug().setCause(later).log("dead letters are not read");
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Commits once the letters are read.
     *
     * @return the offsets committed; none if it is too early
     */
    Map<TopicPartition, OffsetAndMetadata> finish(ConsumerGroupMetadata group) {
        Pending now = pending;
        if (now == null || !now.letters().isDone()) {
            return Map.of();
        }
        List<ProducerRecord<byte[], byte[]>> letters = now.letters().join();
        letters.forEach(writer::send);
        writer.commit(now.offsets(), group);
        parts.metrics().letters(letters.size());
        pending = null;
        return now.offsets();
    }

    /** Forgets what was begun: its units are published later, or by others. */
    void cancel() {
        Pending now = pending;
        if (now != null) {
            now.reader().interrupt();
            pending = null;
        }
    }

    @Override
    public void close() {
        cancel();
        writer.close();
    }
}
