package io.sluice.registry;

import io.sluice.registry.RegistryException.Kind;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;

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
            // To come back at once would make the queue no shorter.
            case ConnectionPoolTooBusyException full -> false;
            // Connections that broke, and waits for a free one, come as many kinds of these.
            case VertxException broken -> true;
            case IOException network -> true;
            case TimeoutException late -> true;
            default -> false;
        };
    }

    /** What a caller is told once nothing is tried any more. */
    static RegistryException describe(Throwable failure) {
        boolean unavailable = passes(failure) || failure instanceof ConnectionPoolTooBusyException;
        return unavailable
                ? new RegistryException(
                        Kind.UNAVAILABLE, "The registry did not answer in time.", failure)
                : new RegistryException(Kind.REFUSED, "The registry refused a statement.", failure);
    }
}
