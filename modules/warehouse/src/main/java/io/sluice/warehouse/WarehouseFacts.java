package io.sluice.warehouse;

import java.time.Duration;

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
 */
public record WarehouseFacts(
        String version,
        String user,
        String database,
        String isolation,
        boolean encrypted,
        boolean mayCreateSchemas,
        Duration clockAhead) {}
