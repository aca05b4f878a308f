package io.sluice.batcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kafka.BatchLine;
import io.sluice.kafka.KafkaHeaders;
import io.sluice.kafka.Topics;
import io.sluice.rows.LoadUnit;
import io.sluice.rows.LoadUnitCodec;
import io.sluice.rows.Received;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What becomes of a batch: files and manifests, then load units and dead letters. For the thread of
 * one poll loop only; the files are written on another.
 */
final class BatchWay implements BatchLine.Way<SealedBatch, Written> {
    private static final Logger log = LoggerFactory.getLogger(BatchWay.class);

    private final BatcherParts parts;
    private final BatchFiles files;

    BatchWay(BatcherParts parts) {
        this.parts = parts;
        this.files = new BatchFiles(parts.slot(), parts.store(), parts.bucket(), parts.settings());
    }

    @Override
    public CompletableFuture<Written> write(SealedBatch batch) {
        return files.write(batch);
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(Written written) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (LoadUnit unit : written.units()) {
            // One key for each table: the loader sees the units of a table in order.
            byte[] key = (unit.app() + "/" + unit.table()).getBytes(UTF_8);
            Received received = written.received().get(unit.id());
            Integer byKey = null;
            records.add(
                    new ProducerRecord<>(
                            Topics.LOADS,
                            byKey,
                            key,
                            LoadUnitCodec.write(unit),
                            KafkaHeaders.of(
                                    received == null
                                            ? Map.of()
                                            : Map.of(Received.HEADER, received.text()))));
        }
        int most = parts.kafka().maxRecordBytes();
        written.dead().forEach(letter -> records.add(letter.toLetter(most)));
        return records;
    }

    @Override
    public void published(
            SealedBatch batch, Written written, Duration writing, Duration publishing) {
        if (!written.dead().isEmpty()) {
            logLetters(written.dead());
        }
        parts.tally().published(written.rows(), written.dead().size());
        parts.metrics().uploaded(writing);
        parts.metrics().published(batch, written, publishing);
        if (!written.units().isEmpty()) {
            parts.published().accept(written.units());
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

    @Override
    public void close() {
        files.close();
    }
}
