package io.sluice.batcher.archive;

import io.sluice.batcher.BatcherSettings;
import io.sluice.kafka.Topics;
import io.sluice.runtime.Section;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the archive. One instance holds up to two batches in memory, one that fills and one
 * that is written: {@code 2 * limits.maxBytes}, and the compressed files of one.
 *
 * @param apps whose raw events are archived; {@value #EVERY} alone means every app, none no app
 * @param instances poll loops in this process, each with a thread
 * @param limits when a batch is cut
 * @param maxFileBytes of lines in one file, before compression; then the next file begins
 * @param compressionLevel of zstd, 1 (fast) to 19
 * @param upload limits of the upload
 * @param maxPollRecords records that one poll gives at most
 * @param pollTimeout how long a poll waits for the first; also how late a cut by age may come
 * @param drainLimit time to finish a batch at the stop; what is not done by then is abandoned
 */
public record ArchiverSettings(
        List<String> apps,
        int instances,
        Limits limits,
        long maxFileBytes,
        int compressionLevel,
        BatcherSettings.Upload upload,
        int maxPollRecords,
        Duration pollTimeout,
        Duration drainLimit) {
    /** Stands for every app. */
    public static final String EVERY = "*";

    private static final long MIB = 1024L * 1024;

    /** No app is archived. */
    public static final ArchiverSettings OFF =
            new ArchiverSettings(
                    List.of(),
                    1,
                    new Limits(64 * MIB, Duration.ofMinutes(5), 4_000),
                    256 * MIB,
                    3,
                    BatcherSettings.Upload.DEFAULT,
                    200,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(20));

    /**
     * When a batch is cut, by whichever comes first.
     *
     * @param maxBytes of records, with their headers
     * @param maxAge since its first record
     * @param maxPartitions that have given something; each has a place in the record that is
     *     published
     */
    public record Limits(long maxBytes, Duration maxAge, int maxPartitions) {
        public Limits {
            if (maxBytes < 1 || maxPartitions < 1) {
                throw new IllegalArgumentException(
                        "batches of %d bytes and %d partitions".formatted(maxBytes, maxPartitions));
            }
        }
    }

    public ArchiverSettings {
        apps = List.copyOf(apps);
        if (instances < 1 || maxPollRecords < 1 || maxFileBytes < 1) {
            throw new IllegalArgumentException(
                    "instances %d, maxPollRecords %d and maxFileBytes %d have to be 1 or more"
                            .formatted(instances, maxPollRecords, maxFileBytes));
        }
        if (compressionLevel < 1 || compressionLevel > 19) {
            throw new IllegalArgumentException(
                    "compressionLevel %d is not from 1 to 19".formatted(compressionLevel));
        }
    }

    /** Whether any app is archived. */
    public boolean isOn() {
        return !apps.isEmpty();
    }

    /** The topics to read, those made later included; only where any app is archived. */
    Pattern topics() {
        return apps.contains(EVERY) ? Topics.EVENTS : Topics.eventsOf(apps);
    }

    /** These settings for other apps. */
    public ArchiverSettings of(List<String> others) {
        return new ArchiverSettings(
                others,
                instances,
                limits,
                maxFileBytes,
                compressionLevel,
                upload,
                maxPollRecords,
                pollTimeout,
                drainLimit);
    }

    /** These settings with other limits of a batch. */
    public ArchiverSettings with(Limits others) {
        return new ArchiverSettings(
                apps,
                instances,
                others,
                maxFileBytes,
                compressionLevel,
                upload,
                maxPollRecords,
                pollTimeout,
                drainLimit);
    }

    /** Reads the section of the archive; problems are noted in it. */
    public static ArchiverSettings read(Section section) {
        ArchiverSettings or = OFF;
        List<String> apps = section.texts("apps", or.apps);
        boolean every = apps.contains(EVERY);
        for (String app : apps) {
            if (!(every ? app.equals(EVERY) : Topics.isApp(app))) {
                section.problem(
                        "apps",
                        app,
                        every ? "is among every app already" : "is no name of an app",
                        "write names of apps, or \"*\" alone for every app");
            }
        }
        return new ArchiverSettings(
                apps.stream().filter(it -> it.equals(EVERY) || Topics.isApp(it)).toList(),
                section.integer("instances", or.instances, 1, 256),
                new Limits(
                        section.bytes("max-bytes", or.limits.maxBytes, 64 * 1024, 4096 * MIB),
                        section.duration(
                                "max-age",
                                or.limits.maxAge,
                                Duration.ofMillis(50),
                                Duration.ofHours(6)),
                        section.integer("max-partitions", or.limits.maxPartitions, 1, 4_000)),
                section.bytes("max-file-bytes", or.maxFileBytes, 64 * 1024, 1024 * MIB),
                section.integer("compression-level", or.compressionLevel, 1, 19),
                BatcherSettings.Upload.read(section.section("upload")),
                section.integer("max-poll-records", or.maxPollRecords, 1, 10_000),
                section.duration(
                        "poll-timeout",
                        or.pollTimeout,
                        Duration.ofMillis(5),
                        Duration.ofSeconds(1)),
                section.duration(
                        "drain-limit", or.drainLimit, Duration.ZERO, Duration.ofMinutes(5)));
    }
}
