package io.sluice.batcher;

import io.sluice.rows.BatchCutter.Chunk;
import io.sluice.rows.BatchCutter.Gathered;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.rows.Manifest;
import io.sluice.rows.Received;
import io.sluice.rows.TableDescription;
import io.sluice.schema.TableSchema;
import io.sluice.storage.BoundedPuts;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.ZstdFile;

import org.apache.kafka.common.TopicPartition;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Turns batches into objects: compresses on a thread of its own, so that polling goes on, and
 * uploads each file as soon as it is compressed, a bounded number at a time. A manifest goes up
 * after all of its files and the description of their columns: what a manifest names is there.
 */
final class BatchFiles implements AutoCloseable {
    private final ObjectStore store;
    private final String bucket;
    private final BatcherSettings settings;
    private final Descriptions descriptions;
    private final BoundedPuts puts;
    private final ExecutorService thread;

    BatchFiles(String name, ObjectStore store, String bucket, BatcherSettings settings) {
        this.store = store;
        this.bucket = bucket;
        this.settings = settings;
        this.descriptions = new Descriptions(settings.lookup().cached());
        this.puts = new BoundedPuts(store, bucket, settings.upload().concurrency());
        this.thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name(name + "-files").factory());
    }

    /**
     * Writes all of a batch's files and manifests. The future fails when an object could not be
     * written, or after the time limit; once it is done in whatever way, writing stops.
     */
    CompletableFuture<Written> write(SealedBatch batch) {
        CompletableFuture<Written> written = new CompletableFuture<>();
        thread.execute(
                () -> {
                    try {
                        new Run(batch, written).run();
                    } catch (InterruptedException closed) {
                        written.completeExceptionally(closed);
                    } catch (RuntimeException | Error failed) {
                        written.completeExceptionally(failed);
                    }
                });
        return written.orTimeout(settings.upload().timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** One batch. */
    private final class Run {
        private final SealedBatch batch;
        private final CompletableFuture<Written> written;
        private final Instant cut = Instant.now();
        private final UUID attempt = UUID.randomUUID();
        private final List<CompletableFuture<LoadUnit>> units = new ArrayList<>();
        private final List<DeadRecord> dead = new ArrayList<>();
        private final Written.Counts counts = new Written.Counts();
        private final Map<UUID, Received> received = new HashMap<>();

        Run(SealedBatch batch, CompletableFuture<Written> written) {
            this.batch = batch;
            this.written = written;
            this.dead.addAll(batch.dead());
        }

        void run() throws InterruptedException {
            for (Gathered<Source> gathered : batch.tables()) {
                table(new TableRows(gathered));
            }
            dead.forEach(counts::dead);
            CompletableFuture.allOf(units.toArray(CompletableFuture[]::new))
                    .thenApply(done -> result())
                    .whenComplete(
                            (result, failure) -> {
                                if (failure == null) {
                                    written.complete(result);
                                } else {
                                    written.completeExceptionally(failure);
                                }
                            });
        }

        private Written result() {
            return new Written(
                    units.stream().map(CompletableFuture::resultNow).toList(),
                    dead,
                    counts.byPartition(),
                    received);
        }

        private void table(TableRows table) throws InterruptedException {
            Draft draft = new Draft(table.schema(), UnitKeys.of(table.schema(), attempt, cut));
            for (List<Chunk<Source>> chunks : table.files(settings.files())) {
                long expected = chunks.stream().mapToLong(chunk -> chunk.lines().length).sum();
                try (ZstdFile file = new ZstdFile(settings.compressionLevel(), expected)) {
                    for (Chunk<Source> chunk : chunks) {
                        var lines = table.widened(chunk);
                        if (lines.isPresent()) {
                            file.write(lines.get(), chunk.header().count());
                            draft.count(chunk);
                        }
                    }
                    if (file.rows() > 0) {
                        draft.add(file.end(), file.rows());
                    }
                }
            }
            dead.addAll(table.malformed());
            if (!draft.files.isEmpty()) {
                draft.describe();
                units.add(draft.manifest());
            }
        }

        /** A unit whose files come up one by one. */
        private final class Draft {
            private final TableSchema schema;
            private final UnitKeys keys;
            private final List<DataFile> files = new ArrayList<>();
            private final List<CompletableFuture<Void>> uploads = new ArrayList<>();
            private long withId;
            private boolean counted;
            private Optional<Received> since = Optional.empty();

            Draft(TableSchema schema, UnitKeys keys) {
                this.schema = schema;
                this.keys = keys;
            }

            void count(Chunk<Source> chunk) {
                TopicPartition partition = chunk.source().partition();
                counts.rows(partition, chunk.header().count());
                withId += chunk.header().withId();
                Optional<Received> its = Received.of(chunk.lines());
                since = since.isEmpty() ? its : since.map(it -> its.map(it::and).orElse(it));
                if (!counted) {
                    counted = true;
                    counts.unit(partition);
                }
            }

            void add(ByteBuffer content, long rows) throws InterruptedException {
                String key = keys.file(files.size());
                files.add(new DataFile(key, content.remaining(), rows));
                uploads.add(puts.put(written, key, content));
            }

            /** Others can read the files by it, without asking the registry. */
            void describe() throws InterruptedException {
                String key = Descriptions.key(schema);
                if (!descriptions.isWritten(key)) {
                    ByteBuffer content = ByteBuffer.wrap(TableDescription.toJson(schema));
                    uploads.add(
                            puts.put(written, key, content).thenRun(() -> descriptions.wrote(key)));
                }
            }

            CompletableFuture<LoadUnit> manifest() {
                LoadUnit unit = unit();
                since.ifPresent(it -> received.put(unit.id(), it));
                byte[] manifest = Manifest.of(bucket, files).toJson();
                return CompletableFuture.allOf(uploads.toArray(CompletableFuture[]::new))
                        .thenCompose(done -> store.put(bucket, keys.manifest(), manifest))
                        .thenApply(done -> unit);
            }

            private LoadUnit unit() {
                return new LoadUnit(
                        UUID.randomUUID(),
                        schema.app(),
                        schema.table(),
                        schema.version(),
                        schema.fingerprint(),
                        files.stream().mapToLong(DataFile::rows).sum(),
                        withId,
                        bucket,
                        keys.manifest(),
                        List.copyOf(files),
                        ChronoUnit.MICROS.between(Instant.EPOCH, cut));
            }
        }
    }
}
