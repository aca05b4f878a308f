package io.sluice.registry;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells failures that pass from those that stay. */
final class Outage {
    /**
     * Shut down, crashed, starting, too many connections, read-only after a fail-over, cancelled
     * (its time was up), serialization failure, deadlock, and lock not available.
     */
    private static final Set<String> PASSING_STATES =
            Set.of("57P01", "57P02", "57P03", "53300", "25006", "57014", "40001", "40P01", "55P03");

    private Outage() {}

    /** True if the same statement may succeed a moment later. */
    static boolean passes(Throwable failure) {
        return switch (failure) {
            case PgException pg -> {
                String state = pg.getSqlState();
                yield state != null && (PASSING_STATES.contains(state) || state.startsWith("08"));
            }
            case ClosedConnectionException closed -> true;
            case IOException network -> true;
            case TimeoutException late -> true;
            default -> isPoolTimeout(failure);
        };
    }

    /** The pool has no exception of its own for a connection that was not free in time. */
    private static boolean isPoolTimeout(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("Timeout");
    }
}
