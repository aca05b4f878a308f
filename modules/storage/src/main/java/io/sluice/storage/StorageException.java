package io.sluice.storage;

/** A call to the store failed for good: its retries or its time are used up, or it was refused. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
