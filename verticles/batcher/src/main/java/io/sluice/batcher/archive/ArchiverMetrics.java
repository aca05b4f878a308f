package io.sluice.batcher.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The meters of the archive, of all instances in this process. Thread-safe. Once nothing is under
 * way, {@code records.in = records.out + records.abandoned}.
 */
public final class ArchiverMetrics {
    private static final String PREFIX = "sluice.archiver.";

    private final MeterRegistry registry;
    private final Counter recordsIn;
    private final Counter recordsOut;
    private final Counter recordsAbandoned;
    private final Counter events;
    private final Counter units;
    private final Counter files;
    private final Counter fileBytes;
    private final Timer upload;
    private final Timer publish;

    public ArchiverMetrics(MeterRegistry registry) {
        this.registry = registry;
        recordsIn = counter("records.in", "records taken in, those read again included");
        recordsOut = counter("records.out", "records in published archive units");
        recordsAbandoned = counter("records.abandoned", "records dropped, to be read again");
        events = counter("events", "events in published archive units");
        units = counter("units", "archive units published");
        files = counter("files", "files of published archive units");
        fileBytes = counter("file.bytes", "bytes of these files, compressed");
        upload = timer("upload", "from the cut of a batch to its last manifest");
        publish = timer("publish", "the transaction of a batch");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void taken(long records) {
        recordsIn.increment((double) records);
    }

    void abandoned(long records) {
        recordsAbandoned.increment((double) records);
    }

    void published(SealedArchive batch, Archived archived, Duration writing, Duration publishing) {
        recordsOut.increment((double) batch.records());
        events.increment((double) archived.events());
        units.increment(archived.units().size());
        files.increment((double) archived.files());
        fileBytes.increment((double) archived.bytes());
        upload.record(writing);
        publish.record(publishing);
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
