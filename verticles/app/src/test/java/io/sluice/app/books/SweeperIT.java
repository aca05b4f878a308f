package io.sluice.app.books;

import static io.sluice.app.books.BooksRig.events;
import static io.sluice.app.books.BooksRig.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.kafka.TransactionalWriter;
import io.sluice.registry.UnitRecord;
import io.sluice.storage.ObjectPage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Objects of a batcher that was fenced between its upload and its commit. */
class SweeperIT {
    private static final String APP = "books-sweep";

    @Test
    void sweepsWhatNoUnitNamesAndNothingElse() throws Exception {
        try (BooksRig rig = BooksRig.start(APP)) {
            // As a successor would: what the batchers upload now they cannot publish.
            for (int instance = 0; instance < 2; instance++) {
                new TransactionalWriter(
                                rig.installation.sources().kafka(), "batcher-books-" + instance)
                        .close();
            }
            rig.send(events("orphan", 0, 100));
            rig.settle();
            rig.send(events("orphan", 100, 200));
            rig.settle();
            Set<String> named = named(rig);
            Set<String> before = objects(rig);
            Sources sources = rig.installation.sources();
            String foreign =
                    APP
                            + "/%s/v1/2020-01-01/%s-0.csv.zst"
                                    .formatted(UUID.randomUUID(), UUID.randomUUID());
            put(sources, foreign);
            put(sources, APP + "/something-else.txt");

            Books books = rig.stillBooks();
            assertThat(books.differences()).isEmpty();
            Orphans orphans = books.orphans().orElseThrow();
            assertThat(orphans.objects()).isEqualTo(before.size() - named.size()).isPositive();
            assertThat(orphans.bytes()).isPositive();
            assertThat(orphans.sweepable()).isZero();
            assertThat(sweep(rig, Duration.ofHours(1)).objects())
                    .as("of an attempt that may still publish")
                    .isZero();
            assertThat(objects(rig)).containsAll(before);

            registry("CREATE TABLE swept AS SELECT * FROM load_unit WHERE app = '" + APP + "'");
            registry("DELETE FROM load_unit WHERE app = '" + APP + "'");
            assertThat(sweep(rig, Duration.ZERO).objects())
                    .as("while the registry has lost units")
                    .isZero();
            registry("INSERT INTO load_unit SELECT * FROM swept");
            registry("DROP TABLE swept");
            assertThat(objects(rig)).containsAll(before);

            Sweeper.Swept swept = sweep(rig, Duration.ZERO);
            assertThat(swept.objects()).isEqualTo(orphans.objects());
            assertThat(swept.bytes()).isEqualTo(orphans.bytes());
            assertThat(swept.left().objects()).isZero();
            assertThat(objects(rig))
                    .containsAll(named)
                    .contains(foreign, APP + "/something-else.txt")
                    .hasSize(named.size() + 2);
            assertThat(sweep(rig, Duration.ZERO).objects()).isZero();
            assertThat(rig.differences()).isEmpty();
        }
    }

    private static Sweeper.Swept sweep(BooksRig rig, Duration safeAge) {
        return new Sweeper(
                        rig.installation.sources(),
                        new BooksSettings.Sweep(Duration.ZERO, safeAge, 1_000))
                .sweep();
    }

    private static void put(Sources sources, String key) {
        Sources.await(sources.store().put(sources.bucket(), key, "x".getBytes(UTF_8)));
    }

    private static Set<String> named(BooksRig rig) {
        Set<String> named = new TreeSet<>();
        for (UnitRecord.State state : UnitRecord.State.values()) {
            Sources.await(rig.installation.registry().units(APP, state))
                    .forEach(
                            it -> {
                                named.add(it.unit().manifestKey());
                                it.unit().files().forEach(file -> named.add(file.key()));
                            });
        }
        return named;
    }

    private static Set<String> objects(BooksRig rig) {
        Sources sources = rig.installation.sources();
        List<ObjectPage.Entry> objects =
                Sources.await(sources.store().list(sources.bucket(), APP + "/", Optional.empty()))
                        .objects();
        Set<String> keys = new TreeSet<>(objects.stream().map(ObjectPage.Entry::key).toList());
        // No unit names the description of a version's columns, and nothing sweeps it.
        assertThat(keys.removeIf(it -> it.contains("/columns-"))).isTrue();
        return keys;
    }
}
