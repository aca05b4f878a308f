package io.sluice.warehouse;

import io.sluice.warehouse.WarehouseException.Kind;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What helps against a failure of Redshift. It gives most of them one SQLSTATE, XX000, so here
 * words have to tell.
 */
final class RedshiftFailures {
    /** Errors that are numbers: the number is all of the message, or its beginning. */
    private static final Pattern NUMBERS = Pattern.compile("^(error: )?10(23|18)\\b");

    /** By what stands in the message, lower case; the first that fits. */
    private static final List<Map.Entry<String, Kind>> WORDS =
            List.of(
                    Map.entry("serializable isolation violation", Kind.TRANSIENT),
                    Map.entry("concurrent update", Kind.TRANSIENT),
                    Map.entry("deadlock detected", Kind.TRANSIENT),
                    Map.entry("resize mode", Kind.OUTAGE),
                    Map.entry("disk full", Kind.OUTAGE),
                    Map.entry("read-only", Kind.OUTAGE),
                    Map.entry("error nosuchkey", Kind.REFUSED),
                    // Also while it reads a manifest: the store is away, not the file.
                    Map.entry("s3serviceexception", Kind.OUTAGE),
                    Map.entry("s3curlexception", Kind.OUTAGE),
                    Map.entry("problem reading manifest", Kind.REFUSED));

    private static final String DETAILS =
            "SELECT TRIM(filename), line_number, TRIM(colname), err_code, TRIM(err_reason),"
                    + " TRIM(raw_field_value) FROM stl_load_errors WHERE query ="
                    + " pg_last_copy_id() ORDER BY starttime DESC LIMIT 1";

    private RedshiftFailures() {}

    static WarehouseException of(String what, Exception failure) {
        WarehouseException told = SqlFailures.of(what, failure);
        if (failure instanceof SQLException sql) {
            Optional<Kind> kind = kind(sql.getMessage());
            if (kind.isPresent() && kind.get() != told.kind()) {
                return new WarehouseException(
                        kind.get(), String.valueOf(told.getMessage()), failure);
            }
        }
        return told;
    }

    static Optional<Kind> kind(@Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        if (NUMBERS.matcher(words).find()) {
            return Optional.of(Kind.TRANSIENT);
        }
        return WORDS.stream()
                .filter(it -> words.contains(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether the error tables know more. */
    static boolean isOfRows(Exception failure) {
        return failure instanceof SQLException sql
                && sql.getMessage() != null
                && sql.getMessage().contains("system table for details");
    }

    /** What the error tables say of the connection's last COPY: where, what, by which rule. */
    static Optional<String> details(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(DETAILS)) {
            return row.next()
                    ? Optional.of(
                            "%s, line %d, column %s: error %d, %s; the value begins with '%.80s'"
                                    .formatted(
                                            row.getString(1),
                                            row.getLong(2),
                                            row.getString(3),
                                            row.getInt(4),
                                            row.getString(5),
                                            row.getString(6)))
                    : Optional.empty();
        }
    }
}
