package io.sluice.warehouse;

import com.github.luben.zstd.ZstdIOException;

import io.sluice.storage.MissingObjectException;
import io.sluice.storage.StorageException;
import io.sluice.warehouse.WarehouseException.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/** Tells by SQLSTATE, never by words, what helps against a failure. */
final class SqlFailures {
    /** Connection, resources of the server, shutdown, log-in, a server that only reads now. */
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "28", "3D", "58");

    private static final Set<String> OUTAGES =
            Set.of("57P01", "57P02", "57P03", "57P05", "25006", "25P03", "25P04");

    /** Serialization, deadlock, lock timeout, cancel, object in use. */
    private static final Set<String> TRANSIENTS =
            Set.of("40001", "40P01", "40003", "55P03", "55006", "57014");

    private SqlFailures() {}

    static WarehouseException of(String what, Exception failure) {
        return switch (failure) {
            case WarehouseException known -> known;
            case SQLException sql -> of(what, sql);
            case ZstdIOException broken ->
                    new WarehouseException(Kind.REFUSED, say(what, broken), broken);
            case MissingObjectException gone ->
                    new WarehouseException(Kind.REFUSED, say(what, gone), gone);
            case StorageException away ->
                    new WarehouseException(Kind.OUTAGE, say(what, away), away);
            case IOException away -> new WarehouseException(Kind.OUTAGE, say(what, away), away);
            default -> new WarehouseException(Kind.TRANSIENT, say(what, failure), failure);
        };
    }

    private static WarehouseException of(String what, SQLException failure) {
        String message = say(what, failure) + " (SQLSTATE " + failure.getSQLState() + ")";
        // The driver wraps what the stream of a COPY threw.
        if (failure.getCause() instanceof ZstdIOException broken) {
            return new WarehouseException(Kind.REFUSED, message, broken);
        }
        return new WarehouseException(kind(failure.getSQLState()), message, failure);
    }

    static Kind kind(@Nullable String state) {
        if (state == null || state.length() < 2 || OUTAGES.contains(state)) {
            return Kind.OUTAGE;
        }
        if (TRANSIENTS.contains(state)) {
            return Kind.TRANSIENT;
        }
        return OUTAGE_CLASSES.contains(state.substring(0, 2)) ? Kind.OUTAGE : Kind.REFUSED;
    }

    private static String say(String what, Exception failure) {
        String words = failure.getMessage();
        return what + ": " + (words == null ? failure.getClass().getSimpleName() : words);
    }
}
