package io.sluice.archive;

import io.sluice.archive.OffsetRanges.Range;

import java.util.List;
import java.util.UUID;

/**
 * Records of one app that were archived at once: what is published when they are, and what their
 * manifest holds.
 *
 * @param id of the attempt that wrote them
 * @param cluster the id of the Kafka cluster that the offsets are of
 * @param bucket where the files lie
 * @param manifestKey where this unit itself lies
 * @param files in the order of their records
 * @param parts of partitions of the app's events topic
 * @param cutMicros when the batch was cut, in microseconds since 1970
 */
public record ArchiveUnit(
        UUID id,
        String app,
        String cluster,
        String bucket,
        String manifestKey,
        List<File> files,
        List<Part> parts,
        long cutMicros) {
    public ArchiveUnit {
        files = List.copyOf(files);
        parts = List.copyOf(parts);
    }

    /**
     * One object.
     *
     * @param bytes its length
     * @param records how many it holds
     * @param events in these records
     */
    public record File(String key, long bytes, long records, long events) {}

    /**
     * What it has of one partition: every record in the range.
     *
     * @param records in the range; fewer than offsets where Kafka has none at some
     * @param events in these records
     */
    public record Part(int partition, Range range, long records, long events) {}

    /** Records of all partitions. */
    public long records() {
        return parts.stream().mapToLong(Part::records).sum();
    }

    /** Events of all partitions. */
    public long events() {
        return parts.stream().mapToLong(Part::events).sum();
    }

    /** The length of all files. */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }
}
