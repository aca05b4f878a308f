package io.sluice.warehouse;

import java.time.Duration;

/**
 * How to reach the warehouse and how to load into it.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://host:5432/warehouse} or {@code
 *     jdbc:redshift://host:5439/dev}
 * @param user who logs in
 * @param password kept out of {@link #toString}
 * @param connections loads that may run at once in this process, 1 or more
 * @param dedupWindow an id seen again is a duplicate if the two events' ts lie no further apart
 * @param lockTimeout how long a statement waits for a lock before the load is tried again
 * @param socketTimeout how long a single statement may take
 * @param copyBuffer bytes handed to the driver at once
 * @param maxRefusedRows rows of one unit that may be taken out of it because the warehouse refuses
 *     them, 0 or more; with more the unit is refused as a whole
 * @param maxRefusedBytes the same in bytes of such rows; the first may be longer
 * @param instance who loads: noted in the ledger
 * @param kind which warehouse it is
 */
public record WarehouseSettings(
        String jdbcUrl,
        String user,
        String password,
        int connections,
        Duration dedupWindow,
        Duration lockTimeout,
        Duration socketTimeout,
        int copyBuffer,
        int maxRefusedRows,
        long maxRefusedBytes,
        String instance,
        WarehouseKind kind) {
    public static final int DEFAULT_CONNECTIONS = 4;
    public static final Duration DEFAULT_DEDUP_WINDOW = Duration.ofDays(30);
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(1);
    public static final Duration DEFAULT_SOCKET_TIMEOUT = Duration.ofMinutes(30);
    public static final int DEFAULT_COPY_BUFFER = 256 * 1024;
    public static final int DEFAULT_MAX_REFUSED_ROWS = 100;
    public static final long DEFAULT_MAX_REFUSED_BYTES = 4L * 1024 * 1024;

    /** The defaults, for a PostgreSQL. */
    public static WarehouseSettings of(String jdbcUrl, String user, String password) {
        return of(jdbcUrl, user, password, new WarehouseKind.PostgreSql());
    }

    /** The defaults, for a warehouse. */
    public static WarehouseSettings of(
            String jdbcUrl, String user, String password, WarehouseKind kind) {
        return new WarehouseSettings(
                jdbcUrl,
                user,
                password,
                DEFAULT_CONNECTIONS,
                DEFAULT_DEDUP_WINDOW,
                DEFAULT_LOCK_TIMEOUT,
                DEFAULT_SOCKET_TIMEOUT,
                DEFAULT_COPY_BUFFER,
                DEFAULT_MAX_REFUSED_ROWS,
                DEFAULT_MAX_REFUSED_BYTES,
                "loader",
                kind);
    }

    /** The same with another limit of rows that may be taken out of a unit. */
    public WarehouseSettings withMaxRefusedRows(int most) {
        return new WarehouseSettings(
                jdbcUrl,
                user,
                password,
                connections,
                dedupWindow,
                lockTimeout,
                socketTimeout,
                copyBuffer,
                most,
                maxRefusedBytes,
                instance,
                kind);
    }

    @Override
    public String toString() {
        return "WarehouseSettings[" + jdbcUrl + ", " + user + ", connections=" + connections + "]";
    }
}
