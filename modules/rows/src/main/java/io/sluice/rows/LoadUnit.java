package io.sluice.rows;

import io.sluice.events.InstantText;
import io.sluice.schema.TableUid;

import java.util.List;
import java.util.UUID;

/**
 * The files of one table in one batch: one manifest, one COPY, one ledger row. A unit exists once
 * the Kafka transaction that published it has committed. One whose members contradict each other
 * cannot be made: neither can it be published, nor acted on when it is read.
 *
 * @param id unique for ever
 * @param app the app that owns the table
 * @param table the table
 * @param version the schema version that every line of the files has; 0 where no event has had a
 *     field in its body
 * @param fingerprint the fingerprint of that version
 * @param rows lines in all files together, 1 or more
 * @param withId how many of them carry an event id
 * @param bucket the bucket of the objects
 * @param manifestKey the key of the manifest, in Redshift's manifest format
 * @param files the data files: zstd-compressed CSV without a header line
 * @param cutMicros when the batch was cut, microseconds since 1970, in the years 1 to 9999
 */
public record LoadUnit(
        UUID id,
        String app,
        TableUid table,
        int version,
        long fingerprint,
        long rows,
        long withId,
        String bucket,
        String manifestKey,
        List<DataFile> files,
        long cutMicros) {
    /**
     * @throws IllegalArgumentException if that cannot be
     */
    public LoadUnit {
        files = List.copyOf(files);
        long inFiles = files.stream().mapToLong(DataFile::rows).sum();
        if (version < 0
                || files.isEmpty()
                || inFiles != rows
                || withId < 0
                || withId > rows
                || cutMicros < InstantText.MIN_MICROS
                || cutMicros > InstantText.MAX_MICROS) {
            throw new IllegalArgumentException(
                    "load unit %s that contradicts itself".formatted(id));
        }
    }

    /** One object: its key in the bucket, its compressed size in bytes, its lines. */
    public record DataFile(String key, long bytes, long rows) {
        /** The most of either: sums over the files of a unit stay far from overflowing. */
        private static final long MOST = 1L << 48;

        /**
         * @throws IllegalArgumentException if bytes are below 0, rows below 1, or either too many
         */
        public DataFile {
            if (bytes < 0 || bytes > MOST || rows < 1 || rows > MOST) {
                throw new IllegalArgumentException(
                        "file %s of %d bytes and %d rows".formatted(key, bytes, rows));
            }
        }
    }
}
