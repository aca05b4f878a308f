package io.sluice.registry;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

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
                    .dataSource(DirectConnections.to(settings, "sluice-registry-migration", LIMIT))
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
}
