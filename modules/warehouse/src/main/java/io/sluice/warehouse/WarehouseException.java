package io.sluice.warehouse;

/** A load or query that did not succeed; its transaction is rolled back or its outcome unknown. */
public final class WarehouseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What helps. */
    public enum Kind {
        /** Something is away: try again, for as long as it takes. */
        OUTAGE,
        /** A clash with others, such as a deadlock or a timeout: try again a few times. */
        TRANSIENT,
        /** The data, the table or the statement is refused: trying again hardly helps. */
        REFUSED
    }

    private final Failure failure;

    public WarehouseException(Failure failure, String message, Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    public WarehouseException(Failure failure, String message) {
        super(message);
        this.failure = failure;
    }

    public WarehouseException(Kind kind, String message) {
        this(Failure.of(kind), message);
    }

    public WarehouseException(Kind kind, String message, Throwable cause) {
        this(Failure.of(kind), message, cause);
    }

    /** What went wrong. */
    public Failure failure() {
        return failure;
    }

    public Kind kind() {
        return failure.kind();
    }
}
