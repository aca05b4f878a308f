package io.sluice.registry;

import io.sluice.registry.RegistrySettings.Tls;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

import java.time.Duration;

/** Brings the registry's tables up to date. */
final class Migrations {
    /** A migration may have to rewrite a large table. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Migrations() {}

    /**
     * Blocks. Any number of processes may call it at once: a lock in the database lets one of them
     * work. All its connections are closed when it returns.
     */
    static void run(RegistrySettings settings) {
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(dataSource(settings, LIMIT))
                    .locations("classpath:io/sluice/registry/migration")
                    .connectRetries(Math.toIntExact(settings.retryFor().toSeconds()))
                    .connectRetriesInterval(1)
                    .lockRetryCount(Math.toIntExact(LIMIT.toSeconds()))
                    .load()
                    .migrate();
        } catch (FlywayException failed) {
            throw new RegistryException(
                    RegistryException.Kind.UNAVAILABLE,
                    "The registry's tables could not be brought up to date.",
                    failed);
        }
    }

    /** Connections without a pool whose answers take no longer than the limit. */
    static PGSimpleDataSource dataSource(RegistrySettings settings, Duration limit) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {settings.host()});
        source.setPortNumbers(new int[] {settings.port()});
        source.setDatabaseName(settings.database());
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setApplicationName("sluice-registry-migration");
        source.setConnectTimeout(seconds(settings.connectTimeout()));
        source.setLoginTimeout(seconds(settings.connectTimeout()));
        source.setSocketTimeout(seconds(limit));
        if (settings.tls() != Tls.DISABLE) {
            source.setSsl(true);
            source.setSslMode(settings.tls().sslMode());
            source.setSslfactory(
                    settings.tls() == Tls.VERIFY_FULL
                            ? "org.postgresql.ssl.DefaultJavaSSLFactory"
                            : "org.postgresql.ssl.NonValidatingFactory");
        }
        if (settings.layer7Proxy()) {
            // A named statement would outlive the transaction that the pooler lent it for.
            source.setPrepareThreshold(0);
        }
        return source;
    }

    private static int seconds(Duration duration) {
        return Math.max(1, Math.toIntExact(duration.toSeconds()));
    }
}
