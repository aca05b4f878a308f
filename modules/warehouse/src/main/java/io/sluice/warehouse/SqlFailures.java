package io.sluice.warehouse;

import com.github.luben.zstd.ZstdIOException;

import io.sluice.storage.MissingObjectException;
import io.sluice.storage.StorageException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.sql.SQLException;

/** Tells by SQLSTATE, never by words, what went wrong. */
final class SqlFailures {
    private SqlFailures() {}

    static WarehouseException of(String what, Exception failure) {
        return switch (failure) {
            case WarehouseException known -> known;
            case SQLException sql -> of(what, sql);
            case ZstdIOException broken -> told(Failure.REFUSED, what, broken);
            case MissingObjectException gone -> told(Failure.FILE_MISSING, what, gone);
            case StorageException away -> told(Failure.STORAGE_AWAY, what, away);
            case IOException away -> told(Failure.STORAGE_AWAY, what, away);
            default -> told(Failure.UNFORESEEN, what, failure);
        };
    }

    private static WarehouseException told(Failure failure, String what, Exception cause) {
        return new WarehouseException(failure, say(what, cause), cause);
    }

    private static WarehouseException of(String what, SQLException failure) {
        String message = say(what, failure) + " (SQLSTATE " + failure.getSQLState() + ")";
        // The driver wraps what the stream of a COPY threw.
        if (failure.getCause() instanceof ZstdIOException broken) {
            return new WarehouseException(Failure.REFUSED, message, broken);
        }
        Failure told =
                failure instanceof RefusedLineException
                        ? Failure.ROW_REFUSED
                        : failure(failure.getSQLState());
        return new WarehouseException(told, message, failure);
    }

    static Failure failure(@Nullable String state) {
        if (state == null || state.length() < 2) {
            return Failure.CONNECTION_LOST;
        }
        return switch (state) {
            case "40001" -> Failure.SERIALIZATION;
            case "40P01" -> Failure.DEADLOCK;
            case "40003" -> Failure.UNFORESEEN;
            case "55P03", "55006" -> Failure.LOCKED;
            case "57014" -> Failure.CANCELLED;
            case "25006" -> Failure.READ_ONLY;
            case "53100" -> Failure.DISK_FULL;
            case "57P01", "57P02", "57P03", "57P05", "25P03", "25P04" -> Failure.RESTART;
            default ->
                    switch (state.substring(0, 2)) {
                        case "08" -> Failure.CONNECTION_LOST;
                        case "28", "3D" -> Failure.LOGIN_REFUSED;
                        case "53" -> Failure.RESOURCES;
                        case "58" -> Failure.AWAY;
                        default -> Failure.REFUSED;
                    };
        };
    }

    private static String say(String what, Exception failure) {
        String words = failure.getMessage();
        return what + ": " + (words == null ? failure.getClass().getSimpleName() : words);
    }
}
