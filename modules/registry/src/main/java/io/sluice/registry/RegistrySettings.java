package io.sluice.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where the registry's PostgreSQL is, and how it is used.
 *
 * @param host its host, or a pooler's
 * @param port its port
 * @param database its database, which nothing else should use
 * @param user who logs in; needs the right to create tables where {@code migrate} is on
 * @param password never shown by {@link #toString()}
 * @param tls whether the connection is encrypted
 * @param maxConnections connections for statements, 1 to 50; one more listens for news, unless
 *     {@code layer7Proxy}
 * @param maxWaiting statements that may wait for a connection, 1 or more; beyond it calls fail at
 *     once
 * @param connectTimeout limit of opening a connection, and of waiting for a free one
 * @param callTimeout limit of one statement
 * @param retryFor how long a call is repeated while the registry cannot be reached
 * @param refresh how often versions are looked up that no news told of; the delay of news where
 *     {@code layer7Proxy}
 * @param layer7Proxy true behind a pooler that gives out connections per transaction: no prepared
 *     statements are kept, and news come by asking instead of LISTEN. Set statement_timeout for the
 *     role there: poolers refuse it at start-up
 * @param migrate whether {@link PostgresRegistry#open} brings the tables up to date
 */
public record RegistrySettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        Tls tls,
        int maxConnections,
        int maxWaiting,
        Duration connectTimeout,
        Duration callTimeout,
        Duration retryFor,
        Duration refresh,
        boolean layer7Proxy,
        boolean migrate) {

    /** Encryption of the connection. */
    public enum Tls {
        /** None. */
        DISABLE,
        /** Encrypted; the server's certificate is not checked. */
        REQUIRE,
        /** Encrypted; the certificate must be trusted by the JVM and name the host. */
        VERIFY_FULL;

        String sslMode() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public RegistrySettings {
        require(port > 0 && port < 65_536, "port", port, "1 to 65535");
        require(
                maxConnections > 0 && maxConnections <= 50,
                "maxConnections",
                maxConnections,
                "1 to 50");
        require(maxWaiting > 0, "maxWaiting", maxWaiting, "1 or more");
        positive("connectTimeout", connectTimeout);
        positive("callTimeout", callTimeout);
        positive("retryFor", retryFor);
        positive("refresh", refresh);
    }

    /** With the defaults of everything else. */
    public static RegistrySettings of(
            String host, int port, String database, String user, String password) {
        return new RegistrySettings(
                host,
                port,
                database,
                user,
                password,
                Tls.DISABLE,
                2,
                1000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                false,
                true);
    }

    /**
     * With the defaults of everything else.
     *
     * @param uri {@code postgresql://host:port/database}, with or without {@code jdbc:} before it
     */
    public static RegistrySettings of(String uri, String user, String password) {
        URI parsed = URI.create(uri.startsWith("jdbc:") ? uri.substring(5) : uri);
        String path = parsed.getPath();
        if (parsed.getHost() == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is no address: write postgresql://host:port/database");
        }
        int port = parsed.getPort() < 0 ? 5432 : parsed.getPort();
        return of(parsed.getHost(), port, path.substring(1), user, password);
    }

    /** Behind a pooler such as PgBouncer in transaction mode. */
    public RegistrySettings behindPooler() {
        return new RegistrySettings(
                host,
                port,
                database,
                user,
                password,
                tls,
                maxConnections,
                maxWaiting,
                connectTimeout,
                callTimeout,
                retryFor,
                Duration.ofSeconds(2),
                true,
                migrate);
    }

    /** With another limit of repeating calls, and of one statement. */
    public RegistrySettings withPatience(Duration perCall, Duration inAll) {
        return new RegistrySettings(
                host,
                port,
                database,
                user,
                password,
                tls,
                maxConnections,
                maxWaiting,
                connectTimeout,
                perCall,
                inAll,
                refresh,
                layer7Proxy,
                migrate);
    }

    /** With another number of connections for statements. */
    public RegistrySettings withConnections(int most) {
        return new RegistrySettings(
                host,
                port,
                database,
                user,
                password,
                tls,
                most,
                maxWaiting,
                connectTimeout,
                callTimeout,
                retryFor,
                refresh,
                layer7Proxy,
                migrate);
    }

    /** At another address. */
    public RegistrySettings at(String otherHost, int otherPort, String otherDatabase) {
        return new RegistrySettings(
                otherHost,
                otherPort,
                otherDatabase,
                user,
                password,
                tls,
                maxConnections,
                maxWaiting,
                connectTimeout,
                callTimeout,
                retryFor,
                refresh,
                layer7Proxy,
                migrate);
    }

    private static void positive(String name, Duration value) {
        require(value.toMillis() > 0, name, value, "1 ms or more");
    }

    private static void require(boolean holds, String name, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "registry." + name + " is " + value + ", allowed is " + allowed);
        }
    }

    @Override
    public String toString() {
        return "RegistrySettings[%s@%s:%d/%s, tls=%s, maxConnections=%d, layer7Proxy=%s]"
                .formatted(user, host, port, database, tls, maxConnections, layer7Proxy);
    }
}
