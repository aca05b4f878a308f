package io.sluice.rows;

import io.sluice.events.HeaderReader;
import io.sluice.schema.TableUid;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of one record on a rows topic. The value is {@link #count} CSV lines of one table and
 * schema version.
 *
 * @param app the app that owns the table
 * @param table the table
 * @param version the schema version whose columns the lines have
 * @param fingerprint {@link io.sluice.schema.TableSchema#fingerprint()} of that version
 * @param count lines, 1 or more
 * @param withId how many of them carry an event id
 */
public record RowsHeader(
        String app, TableUid table, int version, long fingerprint, int count, int withId) {
    public static final String FORMAT = "sluice-rows";
    public static final String VERSION = "1";

    /** Name and text of each header, in the order to write. */
    public Map<String, String> toHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(FORMAT, VERSION);
        headers.put("app", app);
        headers.put("table", table.toString());
        headers.put("version", Integer.toString(version));
        headers.put("fingerprint", Long.toHexString(fingerprint));
        headers.put("count", Integer.toString(count));
        headers.put("with-id", Integer.toString(withId));
        return headers;
    }

    /**
     * The rows that a record on the rows topic of an app counts in the books; none for a record
     * that no sqlizer of that app has written.
     */
    public static long counted(Optional<RowsHeader> header, String app) {
        return header.filter(it -> it.app().equals(app))
                .map(it -> Math.max(0, it.count()))
                .orElse(0);
    }

    /** Reads the headers back; empty where they are not of this format. */
    public static Optional<RowsHeader> read(HeaderReader headers) {
        if (!headers.text(FORMAT).equals(Optional.of(VERSION))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new RowsHeader(
                            headers.text("app").orElseThrow(),
                            TableUid.parse(headers.text("table").orElseThrow()),
                            headers.count("version").orElseThrow(),
                            Long.parseUnsignedLong(headers.text("fingerprint").orElseThrow(), 16),
                            headers.count("count").orElseThrow(),
                            headers.count("with-id").orElseThrow()));
        } catch (RuntimeException malformed) {
            return Optional.empty();
        }
    }
}
