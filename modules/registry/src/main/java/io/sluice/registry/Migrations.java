package io.sluice.registry;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

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
            flyway(settings).load().migrate();
        } catch (FlywayException failed) {
            throw new RegistryException(
                    RegistryException.Kind.UNAVAILABLE,
                    "The registry's tables could not be brought up to date.",
                    failed);
        }
    }

    /**
     * A lock of the session lets a migration and the note that it was made commit together. With a
     * lock of the transaction, as Flyway has it by default, they are two transactions, and a
     * process killed between them left tables that nobody could migrate. Behind a pooler there are
     * no sessions to lock, so it has to be that way.
     */
    private static FluentConfiguration flyway(RegistrySettings settings) {
        FluentConfiguration flyway =
                Flyway.configure(Migrations.class.getClassLoader())
                        .dataSource(
                                DirectConnections.to(settings, "sluice-registry-migration", LIMIT))
                        .locations("classpath:io/sluice/registry/migration")
                        .connectRetries(Math.toIntExact(settings.retryFor().toSeconds()))
                        .connectRetriesInterval(1)
                        .lockRetryCount(Math.toIntExact(LIMIT.toSeconds()));
        flyway.getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(settings.layer7Proxy());
        return flyway;
    }
}
