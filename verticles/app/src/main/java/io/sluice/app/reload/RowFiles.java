package io.sluice.app.reload;

import io.sluice.batcher.UnitKeys;
import io.sluice.rows.LoadUnit.DataFile;
import io.sluice.rows.Manifest;
import io.sluice.schema.TableSchema;
import io.sluice.storage.ObjectStore;
import io.sluice.storage.ZstdFile;
import io.sluice.warehouse.RowsAgain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Files of rows for the time of a reload, in the place and of the form of a batch that was given
 * up: what a killed reload leaves is swept like one. Blocks; one thread.
 */
final class RowFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RowFiles.class);
    private static final long FILE_BYTES = 32L * 1024 * 1024;
    private static final int LEVEL = 1;

    private final ObjectStore store;
    private final String bucket;
    private final TableSchema schema;
    private final UnitKeys keys;
    private final List<DataFile> files = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private ZstdFile file = new ZstdFile(LEVEL, FILE_BYTES);
    private long bytes;

    RowFiles(ObjectStore store, String bucket, TableSchema schema) {
        this.store = store;
        this.bucket = bucket;
        this.schema = schema;
        this.keys = UnitKeys.of(schema, UUID.randomUUID(), Instant.now());
    }

    /** Appends lines of the version. */
    void add(byte[] lines, int rows) {
        file.write(lines, rows);
        bytes += lines.length;
        if (bytes >= FILE_BYTES) {
            endFile();
            file = new ZstdFile(LEVEL, FILE_BYTES);
            bytes = 0;
        }
    }

    private void endFile() {
        ByteBuffer content = file.end();
        String key = keys.file(files.size());
        files.add(new DataFile(key, content.remaining(), file.rows()));
        put(key, content);
    }

    private void put(String key, ByteBuffer content) {
        written.add(key);
        store.put(bucket, key, content).toCompletableFuture().join();
    }

    /** Writes what is left and the manifest; no files where there were no lines. */
    List<RowsAgain.Files> end() {
        if (bytes > 0) {
            endFile();
        }
        if (files.isEmpty()) {
            return List.of();
        }
        put(keys.manifest(), ByteBuffer.wrap(Manifest.of(bucket, files).toJson()));
        return List.of(
                new RowsAgain.Files(
                        schema.version(),
                        files.stream().mapToLong(DataFile::rows).sum(),
                        bucket,
                        keys.manifest()));
    }

    /** Takes all objects away; what cannot be removed now is swept later. */
    @Override
    public void close() {
        file.close();
        for (String key : written) {
            try {
                store.delete(bucket, key).toCompletableFuture().join();
            } catch (RuntimeException left) {
                log.atWarn().addKeyValue("key", key).setCause(left).log("a reload's file stays");
            }
        }
    }
}
