package io.sluice.standin.copy;

import java.util.List;
import java.util.Optional;

/**
 * A COPY that was understood.
 *
 * @param columns in the order of the fields; empty: all columns of the table
 * @param url {@code s3://bucket/key}
 */
public record CopyCommand(
        Optional<String> schema,
        String table,
        List<String> columns,
        String url,
        CopyOptions options) {
    public CopyCommand {
        columns = List.copyOf(columns);
    }
}
