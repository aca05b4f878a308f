package io.sluice.storage;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Objects by bucket and key. Thread-safe; no method blocks. Stages complete on a thread of the
 * store, which must not be held up, and fail with a {@link StorageException} after the retries and
 * the time that {@link StorageSettings} grant. Keys have to pass {@link ObjectKey#check}.
 */
public interface ObjectStore extends AutoCloseable {
    /**
     * Writes a whole object; it is there completely or not at all.
     *
     * @param content from its position to its limit; not to be changed until the stage completes
     */
    CompletionStage<Void> put(String bucket, String key, ByteBuffer content);

    /** {@link #put(String, String, ByteBuffer)} of an array. */
    default CompletionStage<Void> put(String bucket, String key, byte[] content) {
        return put(bucket, key, ByteBuffer.wrap(content));
    }

    /** The whole object; fails with {@link MissingObjectException} if there is none. */
    CompletionStage<byte[]> get(String bucket, String key);

    /**
     * The object as a stream whose reads block, for objects that need not fit in memory; the caller
     * closes it. Fails with {@link MissingObjectException} if there is none. The time limit of a
     * call covers the wait for the first byte only.
     */
    CompletionStage<InputStream> open(String bucket, String key);

    /** Size in bytes of the object; empty if there is none. */
    CompletionStage<Optional<Long>> size(String bucket, String key);

    /** Whether there is such an object. */
    default CompletionStage<Boolean> exists(String bucket, String key) {
        return size(bucket, key).thenApply(Optional::isPresent);
    }

    /**
     * One page of the objects whose keys start with the prefix, in the order of their keys.
     *
     * @param prefix may be empty
     * @param after empty for the first page, else {@link ObjectPage#next} of the page before
     */
    CompletionStage<ObjectPage> list(String bucket, String prefix, Optional<String> after);

    /** Removes an object; one that is not there is no error. */
    CompletionStage<Void> delete(String bucket, String key);

    /** Makes sure that the bucket exists; meant for development, production buckets have owners. */
    CompletionStage<Void> ensureBucket(String bucket);

    /** Ends all calls and gives up all connections. */
    @Override
    void close();
}
