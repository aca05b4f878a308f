package io.sluice.warehouse;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What went wrong, by a failure of Redshift. It gives most of them one SQLSTATE, XX000, so here
 * words have to tell.
 */
final class RedshiftFailures {
    /** Errors that are numbers: the number is all of the message, or its beginning. */
    private static final Pattern NUMBERS = Pattern.compile("^(?:error: )?10(23|18)\\b");

    /** By what stands in the message, lower case; the first that fits. */
    private static final List<Map.Entry<String, Failure>> WORDS =
            List.of(
                    Map.entry("serializable isolation violation", Failure.SERIALIZATION),
                    Map.entry("concurrent update", Failure.SERIALIZATION),
                    Map.entry("deadlock detected", Failure.DEADLOCK),
                    Map.entry("resize mode", Failure.RESIZE),
                    Map.entry("disk full", Failure.DISK_FULL),
                    Map.entry("read-only", Failure.READ_ONLY),
                    Map.entry("error nosuchkey", Failure.FILE_MISSING),
                    Map.entry("error accessdenied", Failure.STORAGE_REFUSED),
                    // Also while it reads a manifest: the store is away, not the file.
                    Map.entry("s3serviceexception", Failure.STORAGE_AWAY),
                    Map.entry("s3curlexception", Failure.STORAGE_AWAY),
                    Map.entry("problem reading manifest", Failure.FILE_MISSING));

    private RedshiftFailures() {}

    static WarehouseException of(String what, Exception failure) {
        WarehouseException told = SqlFailures.of(what, failure);
        if (failure instanceof SQLException sql) {
            Optional<Failure> known = failure(sql.getMessage());
            if (known.isPresent() && known.get() != told.failure()) {
                return new WarehouseException(
                        known.get(), String.valueOf(told.getMessage()), failure);
            }
        }
        return told;
    }

    static Optional<Failure> failure(@Nullable String message) {
        String words = message == null ? "" : message.toLowerCase(Locale.ROOT);
        Matcher number = NUMBERS.matcher(words);
        if (number.find()) {
            return Optional.of(
                    number.group(1).equals("23") ? Failure.SERIALIZATION : Failure.RELATION_GONE);
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
}
