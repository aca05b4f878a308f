package io.sluice.warehouse;

import com.github.luben.zstd.ZstdInputStream;

import io.sluice.rows.Manifest;
import io.sluice.storage.ObjectStore;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Reads batch files, as lines. Blocks; thread-safe. */
record UnitFiles(ObjectStore store) {
    /** The lines of one file, decompressed while they are read; the caller closes. */
    InputStream open(String bucket, String key) throws IOException {
        InputStream raw = await(store.open(bucket, key));
        try {
            return new ZstdInputStream(raw);
        } catch (IOException failed) {
            raw.close();
            throw failed;
        }
    }

    /** The lines of one file, less the rows with these numbers; the caller closes. */
    InputStream open(String bucket, String key, Set<Long> left) throws IOException {
        InputStream lines = open(bucket, key);
        return left.isEmpty() ? lines : new WithoutRows(lines, left);
    }

    /** Puts an object there. */
    void put(String bucket, String key, ByteBuffer content) throws IOException {
        await(store.put(bucket, key, content));
    }

    /** Takes an object away. */
    void delete(String bucket, String key) throws IOException {
        await(store.delete(bucket, key));
    }

    /** The keys of the files that a manifest names. */
    List<String> keys(String bucket, String manifestKey) throws IOException {
        return entries(bucket, manifestKey).stream().map(Named::key).toList();
    }

    /** A file that a manifest names, by its key and its length. */
    record Named(String key, long bytes) {}

    /** The files that a manifest names. */
    List<Named> entries(String bucket, String manifestKey) throws IOException {
        String prefix = "s3://" + bucket + "/";
        List<Named> files = new ArrayList<>();
        for (Manifest.Entry entry :
                Manifest.parse(await(store.get(bucket, manifestKey))).entries()) {
            if (!entry.url().startsWith(prefix)) {
                throw new WarehouseException(
                        WarehouseException.Kind.REFUSED,
                        "manifest %s names a file of another bucket: %s"
                                .formatted(manifestKey, entry.url()));
            }
            files.add(new Named(entry.url().substring(prefix.length()), entry.contentLength()));
        }
        return files;
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(stop);
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException(failed.getCause());
        }
    }
}
