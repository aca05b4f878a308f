package io.sluice.warehouse;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a warehouse says of itself, for an examination before the first load.
 *
 * @param version as the server words it
 * @param user who is logged in
 * @param database the database
 * @param isolation the isolation level that transactions have
 * @param encrypted whether the connection is, as far as that can be told
 * @param mayCreateSchemas whether the user may create a schema for an app
 * @param clockAhead how far the server's clock is ahead of ours, to about the time of one answer
 * @param tables how many tables the database holds, where it has a limit of them
 * @param copy what became of a COPY of one row that loads nothing
 */
public record WarehouseFacts(
        String version,
        String user,
        String database,
        String isolation,
        boolean encrypted,
        boolean mayCreateSchemas,
        Duration clockAhead,
        OptionalLong tables,
        Trial copy) {
    /** Whether the warehouse reads the bucket. */
    public sealed interface Trial {}

    /** It does. */
    public record Works() implements Trial {}

    /** It does not, in its words. */
    public record Refused(String reason) implements Trial {}

    /** Nobody asked it to: it is handed its rows, or there was nothing to read. */
    public record NotTried(String reason) implements Trial {}
}
