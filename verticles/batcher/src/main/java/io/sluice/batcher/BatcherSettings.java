package io.sluice.batcher;

import io.sluice.batcher.archive.ArchiverSettings;
import io.sluice.rows.BatchCutter;
import io.sluice.runtime.Section;

import java.time.Duration;

/**
 * Settings of the batcher. One instance holds up to two batches in memory, one that fills and one
 * that is uploaded: {@code 2 * limits.maxBytes} each, and their compressed files.
 *
 * @param instances poll loops in this process, each with a thread
 * @param limits when a batch is cut
 * @param files how a table's lines become files
 * @param compressionLevel of zstd, 1 (fast) to 19
 * @param upload limits of the upload
 * @param lookup limits of asking the registry
 * @param maxPollRecords row chunks that one poll gives at most
 * @param pollTimeout how long a poll waits for the first; also how late a cut by time may come
 * @param drainLimit time to finish a batch at the stop; what is not done by then is abandoned
 * @param archive of the raw events, which processes of this role write too
 */
public record BatcherSettings(
        int instances,
        BatchCutter.Limits limits,
        FileSizes files,
        int compressionLevel,
        Upload upload,
        Lookup lookup,
        int maxPollRecords,
        Duration pollTimeout,
        Duration drainLimit,
        ArchiverSettings archive) {
    private static final long MIB = 1024L * 1024;

    /** Where {@code batch.small-table-bytes} is set. */
    private static final Duration SMALL_AGE = Duration.ofMinutes(5);

    /** One instance, for programs that set the rest themselves. */
    public static final BatcherSettings DEFAULT =
            new BatcherSettings(
                    1,
                    new BatchCutter.Limits(
                            64 * MIB, 5_000_000, Duration.ofSeconds(60), Duration.ZERO, 1_000),
                    FileSizes.DEFAULT,
                    1,
                    Upload.DEFAULT,
                    Lookup.DEFAULT,
                    200,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(20),
                    ArchiverSettings.OFF);

    public BatcherSettings {
        if (instances < 1 || maxPollRecords < 1) {
            throw new IllegalArgumentException(
                    "instances %d and maxPollRecords %d have to be 1 or more"
                            .formatted(instances, maxPollRecords));
        }
        if (compressionLevel < 1 || compressionLevel > 19) {
            throw new IllegalArgumentException(
                    "compressionLevel %d is not from 1 to 19".formatted(compressionLevel));
        }
    }

    /**
     * Limits of an upload.
     *
     * @param timeout for all files of one batch; well below Kafka's five minutes between polls
     * @param rebalanceLimit time to finish a batch when partitions go to another member, which
     *     waits
     * @param concurrency objects on their way at once, of one instance
     */
    public record Upload(Duration timeout, Duration rebalanceLimit, int concurrency) {
        public static final Upload DEFAULT =
                new Upload(Duration.ofSeconds(60), Duration.ofSeconds(15), 16);

        public Upload {
            if (concurrency < 1) {
                throw new IllegalArgumentException("concurrency %d".formatted(concurrency));
            }
        }

        /** Reads its section; problems are noted in it. */
        public static Upload read(Section section) {
            Upload or = DEFAULT;
            // Polls may be at most five minutes apart, and a cut may wait for the upload before it.
            return new Upload(
                    section.duration(
                            "timeout", or.timeout, Duration.ofSeconds(1), Duration.ofMinutes(2)),
                    section.duration(
                            "rebalance-limit",
                            or.rebalanceLimit,
                            Duration.ofMillis(100),
                            Duration.ofMinutes(2)),
                    section.integer("concurrency", or.concurrency, 1, 1_000));
        }
    }

    /**
     * Limits of asking the registry for a schema version not seen before.
     *
     * @param patience how long polling may stand still for it; then only the partition waits
     * @param retry pause after a failed try; also how long "no such version" is believed
     * @param cached versions kept in memory, of one instance
     */
    public record Lookup(Duration patience, Duration retry, int cached) {
        public static final Lookup DEFAULT =
                new Lookup(Duration.ofMillis(500), Duration.ofSeconds(1), 10_000);
    }

    /** These settings with other limits of a batch. */
    public BatcherSettings with(BatchCutter.Limits other) {
        return new BatcherSettings(
                instances,
                other,
                files,
                compressionLevel,
                upload,
                lookup,
                maxPollRecords,
                pollTimeout,
                drainLimit,
                archive);
    }

    /** These settings with another number of instances. */
    public BatcherSettings with(int otherInstances) {
        return new BatcherSettings(
                otherInstances,
                limits,
                files,
                compressionLevel,
                upload,
                lookup,
                maxPollRecords,
                pollTimeout,
                drainLimit,
                archive);
    }

    /** These settings with another archive. */
    public BatcherSettings with(ArchiverSettings other) {
        return new BatcherSettings(
                instances,
                limits,
                files,
                compressionLevel,
                upload,
                lookup,
                maxPollRecords,
                pollTimeout,
                drainLimit,
                other);
    }

    /** Reads the section of the batcher; problems are noted in it. */
    public static BatcherSettings read(Section section) {
        BatcherSettings or = DEFAULT;
        int cores = Runtime.getRuntime().availableProcessors();
        return new BatcherSettings(
                section.integer("instances", cores, 1, 256),
                limits(section.section("batch")),
                FileSizes.read(section),
                section.integer("compression-level", or.compressionLevel, 1, 19),
                Upload.read(section.section("upload")),
                lookup(section.section("registry-lookup")),
                section.integer("max-poll-records", or.maxPollRecords, 1, 10_000),
                section.duration(
                        "poll-timeout",
                        or.pollTimeout,
                        Duration.ofMillis(5),
                        Duration.ofSeconds(1)),
                section.duration(
                        "drain-limit", or.drainLimit, Duration.ZERO, Duration.ofMinutes(5)),
                ArchiverSettings.read(section.section("archive")));
    }

    private static BatchCutter.Limits limits(Section section) {
        BatchCutter.Limits or = DEFAULT.limits;
        return new BatchCutter.Limits(
                section.bytes("max-bytes", or.maxBytes(), 64 * 1024, 4096 * MIB),
                section.integer("max-rows", (int) or.maxRows(), 1, Integer.MAX_VALUE),
                section.duration(
                        "max-age", or.maxAge(), Duration.ofMillis(50), Duration.ofHours(1)),
                section.duration("max-idle", or.maxIdle(), Duration.ZERO, Duration.ofHours(1)),
                section.integer("max-tables", or.maxTables(), 1, 100_000),
                new BatchCutter.Stretch(
                        section.bytes("small-table-bytes", 0, 0, 1024 * MIB),
                        section.duration(
                                "small-age", SMALL_AGE, Duration.ZERO, Duration.ofHours(1))));
    }

    private static Lookup lookup(Section section) {
        Lookup or = Lookup.DEFAULT;
        return new Lookup(
                section.duration("patience", or.patience, Duration.ZERO, Duration.ofSeconds(10)),
                section.duration("retry", or.retry, Duration.ofMillis(50), Duration.ofMinutes(1)),
                section.integer("cached", or.cached, 1, 10_000_000));
    }
}
