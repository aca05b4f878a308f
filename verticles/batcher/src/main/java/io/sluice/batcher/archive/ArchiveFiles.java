package io.sluice.batcher.archive;

import io.sluice.archive.ArchiveKeys;
import io.sluice.archive.ArchiveText;
import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.archive.OffsetRanges.Range;
import io.sluice.archive.RawRecord;
import io.sluice.events.EventRecord;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.storage.BoundedPuts;
import io.sluice.storage.ObjectKey;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.ZstdFile;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Turns batches into objects: compresses on a thread of its own, so that polling goes on. A
 * manifest goes up after all of its files: what a manifest names is there.
 */
final class ArchiveFiles implements AutoCloseable {
    private final ArchiverSettings settings;
    private final String cluster;
    private final ObjectStore store;
    private final BoundedPuts puts;
    private final ExecutorService thread;

    /**
     * @param cluster the id of the Kafka cluster
     */
    ArchiveFiles(
            String name,
            String cluster,
            ObjectStore store,
            String bucket,
            ArchiverSettings settings) {
        this.settings = settings;
        this.cluster = cluster;
        this.store = store;
        this.puts = new BoundedPuts(store, bucket, settings.upload().concurrency());
        this.thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name(name + "-files").factory());
    }

    /**
     * Writes all of a batch's files and manifests. The future fails when an object could not be
     * written, or after the time limit; once it is done in whatever way, writing stops.
     */
    CompletableFuture<Archived> write(SealedArchive batch) {
        CompletableFuture<Archived> written = new CompletableFuture<>();
        thread.execute(
                () -> {
                    try {
                        new Run(written).run(batch);
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
        private final CompletableFuture<Archived> written;
        private final Instant cut = Instant.now();
        private final UUID attempt = UUID.randomUUID();
        private final ArchiveText text = new ArchiveText();
        private final List<CompletableFuture<ArchiveUnit>> units = new ArrayList<>();

        Run(CompletableFuture<Archived> written) {
            this.written = written;
        }

        void run(SealedArchive batch) throws InterruptedException {
            Map<String, List<TopicPartition>> apps = new LinkedHashMap<>();
            for (TopicPartition partition : batch.parts().keySet()) {
                String app = Topics.appOf(partition.topic()).orElseThrow();
                apps.computeIfAbsent(app, none -> new ArrayList<>()).add(partition);
            }
            for (Map.Entry<String, List<TopicPartition>> each : apps.entrySet()) {
                long bytes = each.getValue().stream().mapToLong(it -> batch.part(it).bytes()).sum();
                try (Draft draft = new Draft(each.getKey(), bytes)) {
                    for (TopicPartition partition : each.getValue()) {
                        draft.part(partition, batch.part(partition));
                    }
                    units.add(draft.manifest());
                }
            }
            CompletableFuture.allOf(units.toArray(CompletableFuture[]::new))
                    .thenApply(
                            done ->
                                    new Archived(
                                            units.stream()
                                                    .map(CompletableFuture::resultNow)
                                                    .toList()))
                    .whenComplete(
                            (result, failure) -> {
                                if (failure == null) {
                                    written.complete(result);
                                } else {
                                    written.completeExceptionally(failure);
                                }
                            });
        }

        /** A unit whose files come up one by one. */
        private final class Draft implements AutoCloseable {
            private final String app;
            private final ArchiveKeys keys;
            private final List<ArchiveUnit.File> files = new ArrayList<>();
            private final List<ArchiveUnit.Part> parts = new ArrayList<>();
            private final List<CompletableFuture<Void>> uploads = new ArrayList<>();
            private final long expected;
            private ZstdFile file;
            private long fileBytes;
            private long fileRecords;

            /**
             * @param bytes that its records take
             */
            Draft(String app, long bytes) {
                this.app = app;
                this.expected = Math.min(bytes, settings.maxFileBytes());
                this.file = file();
                this.keys = ArchiveKeys.of(app, cluster, attempt, cut);
            }

            private ZstdFile file() {
                return new ZstdFile(settings.compressionLevel(), expected);
            }

            void part(TopicPartition partition, OpenArchive.Part part) throws InterruptedException {
                long events = 0;
                for (ConsumerRecord<byte[], byte[]> record : part.records()) {
                    byte[] lines = text.lines(raw(record));
                    file.write(lines, text.events());
                    events += text.events();
                    fileRecords++;
                    fileBytes += lines.length;
                    if (fileBytes >= settings.maxFileBytes()) {
                        endFile();
                        file = file();
                    }
                }
                parts.add(
                        new ArchiveUnit.Part(
                                partition.partition(),
                                new Range(part.from(), part.next()),
                                part.records().size(),
                                events));
            }

            private void endFile() throws InterruptedException {
                String key = ObjectKey.check(keys.file(files.size()));
                ByteBuffer content = file.end();
                files.add(new ArchiveUnit.File(key, content.remaining(), fileRecords, file.rows()));
                uploads.add(puts.put(written, key, content));
                fileBytes = 0;
                fileRecords = 0;
            }

            CompletableFuture<ArchiveUnit> manifest() throws InterruptedException {
                if (fileRecords > 0) {
                    endFile();
                }
                ArchiveUnit unit =
                        new ArchiveUnit(
                                attempt,
                                app,
                                cluster,
                                puts.bucket(),
                                keys.manifest(),
                                files,
                                parts,
                                ChronoUnit.MICROS.between(Instant.EPOCH, cut));
                ByteBuffer manifest = ByteBuffer.wrap(ArchiveUnitCodec.write(unit));
                return CompletableFuture.allOf(uploads.toArray(CompletableFuture[]::new))
                        .thenCompose(done -> last(unit, manifest));
            }

            private CompletableFuture<ArchiveUnit> last(ArchiveUnit unit, ByteBuffer manifest) {
                return store.put(unit.bucket(), unit.manifestKey(), manifest)
                        .toCompletableFuture()
                        .thenApply(done -> unit);
            }

            @Override
            public void close() {
                file.close();
            }
        }

        private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
            return new RawRecord(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    EventRecord.read(
                            KafkaHeaders.reader(record.headers()),
                            record.value(),
                            record.timestamp()));
        }
    }
}
