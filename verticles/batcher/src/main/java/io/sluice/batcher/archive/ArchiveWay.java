package io.sluice.batcher.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.kafka.BatchLine;
import io.sluice.kafka.Topics;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What becomes of a batch: files and manifests, then archive units on their topic. */
record ArchiveWay(ArchiveFiles files, ArchiverMetrics metrics)
        implements BatchLine.Way<SealedArchive, Archived> {
    @Override
    public CompletableFuture<Archived> write(SealedArchive batch) {
        return files.write(batch);
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(Archived archived) {
        return archived.units().stream()
                .map(
                        it ->
                                new ProducerRecord<>(
                                        Topics.ARCHIVE,
                                        it.app().getBytes(UTF_8),
                                        ArchiveUnitCodec.write(it)))
                .toList();
    }

    @Override
    public void published(
            SealedArchive batch, Archived archived, Duration writing, Duration publishing) {
        metrics.published(batch, archived, writing, publishing);
    }

    @Override
    public void close() {
        files.close();
    }
}
