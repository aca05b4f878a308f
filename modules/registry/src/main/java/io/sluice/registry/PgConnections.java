package io.sluice.registry;

import io.sluice.registry.RegistrySettings.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

import java.util.concurrent.TimeUnit;

/** How connections to the registry are made. */
final class PgConnections {
    /** Shown by the database for each connection. */
    static final String APPLICATION = "sluice-registry";

    /** Longer than any statement of ours. */
    private static final int CACHED_SQL_LENGTH = 8_192;

    private PgConnections() {}

    static PgConnectOptions options(RegistrySettings settings) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost(settings.host())
                        .setPort(settings.port())
                        .setDatabase(settings.database())
                        .setUser(settings.user())
                        .setPassword(settings.password())
                        .addProperty("application_name", APPLICATION)
                        .setUseLayer7Proxy(settings.layer7Proxy())
                        .setCachePreparedStatements(!settings.layer7Proxy())
                        .setPreparedStatementCacheSqlLimit(CACHED_SQL_LENGTH);
        if (!settings.layer7Proxy()) {
            options.addProperty(
                    "statement_timeout", Long.toString(settings.callTimeout().toMillis()));
        }
        if (settings.tls() == Tls.DISABLE) {
            return options;
        }
        ClientSSLOptions ssl = new ClientSSLOptions();
        if (settings.tls() == Tls.VERIFY_FULL) {
            ssl.setHostnameVerificationAlgorithm("HTTPS");
        } else {
            ssl.setTrustAll(true).setHostnameVerificationAlgorithm("");
        }
        return options.setSslMode(SslMode.of(settings.tls().sslMode())).setSslOptions(ssl);
    }

    static Pool pool(Vertx vertx, RegistrySettings settings) {
        int callMillis = Math.toIntExact(settings.callTimeout().toMillis());
        int connectMillis = Math.toIntExact(settings.connectTimeout().toMillis());
        PoolOptions pool =
                new PoolOptions()
                        .setMaxSize(settings.maxConnections())
                        .setMaxWaitQueueSize(settings.maxWaiting())
                        .setConnectionTimeout(connectMillis)
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(callMillis)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        // A connection that is silent for longer than a statement may take is dead: what waits on
        // it fails and is repeated. Idle ones have left the pool by then.
        NetClientOptions transport =
                new NetClientOptions()
                        .setConnectTimeout(connectMillis)
                        .setTcpKeepAlive(true)
                        .setReadIdleTimeout(2 * callMillis)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return PgBuilder.pool()
                .with(pool)
                .with(transport)
                .connectingTo(options(settings))
                .using(vertx)
                .build();
    }
}
