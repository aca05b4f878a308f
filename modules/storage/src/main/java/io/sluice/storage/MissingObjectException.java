package io.sluice.storage;

/** There is no such object. */
public final class MissingObjectException extends StorageException {
    private static final long serialVersionUID = 1;

    public MissingObjectException(String bucket, String key, Throwable cause) {
        super("no object s3://" + bucket + "/" + key, cause);
    }
}
