package io.sluice.rows;

import io.sluice.schema.TableUid;

import java.util.List;
import java.util.UUID;

/**
 * The files of one table in one batch: one manifest, one COPY, one ledger row. A unit exists once
 * the Kafka transaction that published it has committed.
 *
 * @param id unique for ever
 * @param app the app that owns the table
 * @param table the table
 * @param version the schema version that every line of the files has
 * @param fingerprint the fingerprint of that version
 * @param rows lines in all files together
 * @param withId how many of them carry an event id
 * @param bucket the bucket of the objects
 * @param manifestKey the key of the manifest, in Redshift's manifest format
 * @param files the data files: zstd-compressed CSV without a header line
 * @param cutMicros when the batch was cut, microseconds since 1970
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

    /** One object: its key in the bucket, its compressed size in bytes, its lines. */
    public record DataFile(String key, long bytes, long rows) {}
}
