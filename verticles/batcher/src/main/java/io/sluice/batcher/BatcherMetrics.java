package io.sluice.batcher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.rows.BatchCutter;
import io.sluice.rows.LoadUnit;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of the batcher, of all instances in this process. Thread-safe. Once nothing is under
 * way, {@code rows.in = rows.out + rows.abandoned}; rows of rejected chunks are in none of them.
 */
public final class BatcherMetrics {
    private static final String PREFIX = "sluice.batcher.";

    private final MeterRegistry registry;
    private final Counter chunksIn;
    private final Counter rowsIn;
    private final Counter bytesIn;
    private final Counter rejected;
    private final Counter rowsOut;
    private final Counter units;
    private final Counter files;
    private final Counter fileBytes;
    private final Counter rowsAbandoned;
    private final Counter waiting;
    private final Counter working;
    private final DistributionSummary batchRows;
    private final DistributionSummary batchBytes;
    private final DistributionSummary fileSize;
    private final Timer upload;
    private final Timer publish;

    public BatcherMetrics(MeterRegistry registry) {
        this.registry = registry;
        chunksIn = counter("chunks.in", "row chunks taken in");
        rowsIn = counter("rows.in", "rows taken in, those read again included");
        bytesIn = counter("bytes.in", "bytes of rows taken in");
        rejected = counter("rejected", "records that became dead letters");
        rowsOut = counter("rows.out", "rows in published units");
        units = counter("units", "load units published");
        files = counter("files", "data files of published units");
        fileBytes = counter("file.bytes", "bytes of these files, compressed");
        rowsAbandoned = counter("rows.abandoned", "rows given up and read again");
        waiting = counter("waiting.seconds", "time in which polls waited for records");
        working =
                counter("working.seconds", "time spent with records, uploads waited for included");
        batchRows = summary("batch.rows");
        batchBytes = summary("batch.bytes");
        fileSize = summary("file.size");
        upload = timer("upload", "from the cut of a batch to its last manifest in the store");
        publish = timer("publish", "the Kafka transaction of a batch");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private DistributionSummary summary(String name) {
        return DistributionSummary.builder(PREFIX + name)
                .description("of published batches")
                .publishPercentiles(0.5, 0.95)
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void taken(long chunks, long rows, long bytes) {
        chunksIn.increment((double) chunks);
        rowsIn.increment((double) rows);
        bytesIn.increment((double) bytes);
    }

    void published(SealedBatch batch, Written written, Duration took) {
        rowsOut.increment((double) written.rows());
        units.increment(written.units().size());
        files.increment((double) written.files());
        fileBytes.increment((double) written.fileBytes());
        for (LoadUnit unit : written.units()) {
            unit.files().forEach(file -> fileSize.record(file.bytes()));
        }
        rejected.increment(written.dead().size());
        batchRows.record((double) batch.rows());
        batchBytes.record((double) batch.bytes());
        publish.record(took);
        cut(batch.reason()).increment();
    }

    private Counter cut(BatchCutter.Reason reason) {
        return Counter.builder(PREFIX + "batches")
                .description("batches published, by why they were cut")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void uploaded(Duration took) {
        upload.record(took);
    }

    void abandoned(long rows) {
        rowsAbandoned.increment((double) rows);
    }

    void waited(long nanos) {
        waiting.increment(nanos / 1e9);
    }

    void worked(long nanos) {
        working.increment(nanos / 1e9);
    }

    /** Where one instance notes its lag, in records. */
    AtomicLong lag(String instance) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder(PREFIX + "lag", lag, AtomicLong::get)
                .description("records of its partitions that an instance has not read yet")
                .tag("instance", instance)
                .strongReference(true)
                .register(registry);
        return lag;
    }
}
