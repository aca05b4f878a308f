package io.sluice.registry;

import static io.sluice.registry.Samples.await;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

class PostgresRegistryIT {
    /** Two processes on one database. */
    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class OnPostgres extends RegistryContract {
        private final Vertx vertx = Vertx.vertx();
        private final PostgresRegistry registry;
        private final PostgresRegistry another;

        OnPostgres(RegistrySettings settings) {
            registry = await(PostgresRegistry.open(vertx, settings));
            another = await(PostgresRegistry.open(vertx, settings));
        }

        @AfterAll
        void close() {
            await(registry.close());
            await(another.close());
            await(vertx.close());
        }

        @Override
        Registry registry() {
            return registry;
        }

        @Override
        Registry another() {
            return another;
        }
    }

    @Nested
    class Direct extends OnPostgres {
        Direct() {
            super(TestDatabase.settings());
        }
    }

    /** As behind a pooler that lends connections per transaction: nothing is kept in a session. */
    @Nested
    class BehindPooler extends OnPostgres {
        BehindPooler() {
            super(TestDatabase.settings().behindPooler());
        }
    }
}
