package io.sluice.warehouse;

import java.util.Locale;

/** What went wrong with a load or a query, as far as the warehouse tells. Each has one answer. */
public enum Failure {
    /** Error 1023, SQLSTATE 40001: another transaction had the same tables. */
    SERIALIZATION(Answer.RETRY),
    /** Error 1018: a table that is younger than the transaction's snapshot. */
    RELATION_GONE(Answer.RETRY),
    /** Two transactions waited for each other, and this one was chosen to end. */
    DEADLOCK(Answer.RETRY),
    /** A lock was not to be had in time, or an object is in use. */
    LOCKED(Answer.RETRY),
    /** The statement was cancelled, or took longer than it may. */
    CANCELLED(Answer.RETRY),
    /** Something that nobody has foreseen; another try may do. */
    UNFORESEEN(Answer.RETRY),

    /** The connection is gone: whether a commit was made the ledger tells. */
    CONNECTION_LOST(Answer.WAIT),
    /** The server stops, starts, or ends sessions. */
    RESTART(Answer.WAIT),
    /** The cluster changes its size and takes no writes meanwhile. */
    RESIZE(Answer.WAIT),
    /** Memory, connections or another of the server's means are used up. */
    RESOURCES(Answer.WAIT),
    /** The object store is away. */
    STORAGE_AWAY(Answer.WAIT),
    /** Something else that a load needs is away, such as the registry. */
    AWAY(Answer.WAIT),

    /** No room is left: rows or disks have to be made. */
    DISK_FULL(Answer.ALARM),
    /** The server takes no writes: a standby after a failover, or somebody has set it so. */
    READ_ONLY(Answer.ALARM),
    /** User, password, role or database are refused. */
    LOGIN_REFUSED(Answer.ALARM),
    /** The warehouse may not read the bucket. */
    STORAGE_REFUSED(Answer.ALARM),

    /** A row that no type of its table takes. */
    ROW_REFUSED(Answer.PARK),
    /** A manifest or a batch file is not there. */
    FILE_MISSING(Answer.PARK),
    /** The unit, its table or a statement is refused. */
    REFUSED(Answer.PARK);

    /** What is done about a failure. */
    public enum Answer {
        /** The whole transaction again, after a pause that grows and varies, a few times. */
        RETRY,
        /** Again for as long as it takes: it passes by itself. */
        WAIT,
        /** Again for as long as it takes, but seldom, and a person is called: it does not pass. */
        ALARM,
        /** The unit is set aside with the reason. */
        PARK
    }

    private final Answer answer;
    private final String word = name().toLowerCase(Locale.ROOT);

    Failure(Answer answer) {
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }

    /** What helps. */
    public WarehouseException.Kind kind() {
        return switch (answer) {
            case RETRY -> WarehouseException.Kind.TRANSIENT;
            case WAIT, ALARM -> WarehouseException.Kind.OUTAGE;
            case PARK -> WarehouseException.Kind.REFUSED;
        };
    }

    /** As metrics and log lines name it, such as {@code disk_full}. */
    public String word() {
        return word;
    }

    /** The least that a caller knows who only knows what helps. */
    static Failure of(WarehouseException.Kind kind) {
        return switch (kind) {
            case OUTAGE -> AWAY;
            case TRANSIENT -> UNFORESEEN;
            case REFUSED -> REFUSED;
        };
    }
}
