package io.sluice.registry;

import static io.sluice.registry.Samples.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A registry that an older release has filled. */
class MigrationsIT {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void closeVertx() {
        await(VERTX.close());
    }

    @Test
    void keysFromBeforeTheyHadNamesGoOnAndCanBeRevokedOneByOne() {
        RegistrySettings settings = TestDatabase.emptyDatabase("older");
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(DirectConnections.to(settings, "older-release", Duration.ofMinutes(1)))
                .locations("classpath:io/sluice/registry/migration")
                .target("2")
                .load()
                .migrate();
        WriteKeyHash one = WriteKeyHash.of("the first key of an older release");
        WriteKeyHash two = WriteKeyHash.of("the second key of an older release");
        insert(settings, one, two);

        PostgresRegistry registry = await(PostgresRegistry.open(VERTX, settings));
        AppDirectory apps = registry.directory();
        Map<WriteKeyHash, KeyGrant> grants = await(apps.grants(List.of(one, two)));
        assertThat(grants.values()).extracting(KeyGrant::app).containsOnly("shop");
        String first = grants.get(one).keyId();
        assertThat(first).startsWith("key_").isNotEqualTo(grants.get(two).keyId());
        assertThat(await(apps.keys("shop"))).hasSize(2);

        assertThat(await(apps.revokeKey("shop", first, "test"))).isPresent();
        assertThat(await(apps.grants(List.of(one, two)))).containsOnlyKeys(two);
        await(registry.close());
    }

    @Test
    void aMigrationAndTheNoteOfItAreOneTransaction() {
        RegistrySettings settings = TestDatabase.emptyDatabase("atomic");
        Migrations.run(settings);

        assertThat(
                        TestDatabase.run(
                                settings,
                                """
                                SELECT count(*) FROM flyway_schema_history note, pg_class made
                                WHERE note.version = '6' AND made.relname = 'process_report'
                                  AND note.xmin = made.xmin
                                """))
                .isEqualTo(1);
    }

    private static void insert(RegistrySettings to, WriteKeyHash... keys) {
        TestDatabase.run(to, "INSERT INTO app (name) VALUES ('shop')");
        for (WriteKeyHash key : keys) {
            String values = "('%s', 'shop')".formatted(key.hex());
            TestDatabase.run(to, "INSERT INTO write_key (hash, app) VALUES " + values);
        }
    }
}
