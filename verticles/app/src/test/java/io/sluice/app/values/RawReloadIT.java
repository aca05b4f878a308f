package io.sluice.app.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.app.ChosenWarehouse;
import io.sluice.app.TestInstallation;
import io.sluice.app.books.AppBooks;
import io.sluice.app.books.BooksSettings;
import io.sluice.app.books.Sources;
import io.sluice.app.books.Sweeper;
import io.sluice.app.reload.RawReload;
import io.sluice.app.reload.RawReload.From;
import io.sluice.archive.ArchiveUnit;
import io.sluice.archive.ArchiveUnitCodec;
import io.sluice.archive.OffsetRanges.Range;
import io.sluice.loader.RegistryVersions;
import io.sluice.schema.SchemaRules;
import io.sluice.schema.TableSchema;
import io.sluice.storage.ObjectPage;
import io.sluice.warehouse.Reloaded;
import io.sluice.warehouse.StoredTable;
import io.sluice.warehouse.TimeRange;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables are made again from the raw events, by their topic and by the archive. */
class RawReloadIT {
    private static final String APP = TestInstallation.ARCHIVED.getLast();
    private static final String PICKY = TestInstallation.ARCHIVED.get(1);
    private static final String TABLE = "_e_raw__event";

    @Test
    void tablesAreMadeAgainFromRawEventsJustAsTheyWere() throws Exception {
        try (Rig rig = Rig.start(SchemaRules.DEFAULT, APP)) {
            send(rig, APP, IntStream.range(0, 300).mapToObj(i -> event(i, "\"n\":" + i)).toList());
            // The same ids again, wider values, a value that is altered, another table.
            send(rig, APP, IntStream.range(0, 50).mapToObj(i -> event(i, "\"n\":1.5")).toList());
            send(
                    rig,
                    APP,
                    IntStream.range(300, 500)
                            .mapToObj(i -> event(i, "\"n\":\"x\",\"deep\":{\"s\":\"a\\u0000b\"}"))
                            .toList());
            send(rig, APP, List.of(event(1, "\"n\":2").replace("\"event\"", "\"other\"")));
            List<String> before = rows(rig, APP, TABLE);
            assertThat(before).hasSize(500);
            for (From from : From.values()) {
                assertThat(reload(rig, APP, TABLE, from, TimeRange.ALL).same())
                        .as("%s", from)
                        .isTrue();
                assertThat(rows(rig, APP, TABLE)).isEqualTo(before);
            }
            run(rig, "DELETE FROM %s WHERE _offset % 3 = 0; UPDATE %s SET n = 'other'");
            TimeRange late =
                    new TimeRange(
                            Optional.of(Instant.parse("2015-01-01T00:05:00Z")), Optional.empty());
            Reloaded part = reload(rig, APP, TABLE, From.EVENTS, late);
            assertThat(part.after().rows()).isEqualTo(200);
            assertThat(rows(rig, APP, TABLE)).isNotEqualTo(before);
            Reloaded all = reload(rig, APP, TABLE, From.ARCHIVE, TimeRange.ALL);
            assertThat(all.same()).isFalse();
            assertThat(all.after().rows()).isEqualTo(500);
            assertThat(rows(rig, APP, TABLE)).isEqualTo(before);
            run(rig, "DROP TABLE %s");
            assertThat(reload(rig, APP, TABLE, From.ARCHIVE, TimeRange.ALL).after())
                    .isEqualTo(all.after());
            assertThat(rows(rig, APP, TABLE)).isEqualTo(before);
            assertThat(reload(rig, APP, "_sluice_alterations", From.EVENTS, TimeRange.ALL).same())
                    .isTrue();
            assertThat(rig.books(APP).loaded()).isEqualTo(501);
            onlySpareObjectsOfTheArchiveAreSwept(rig);
            run(
                    rig,
                    "INSERT INTO %s SELECT * FROM %s WHERE _id = '7'; UPDATE %s SET _offset ="
                            + " 1000000 WHERE _id = '7'");
            assertThatThrownBy(() -> reload(rig, APP, TABLE, From.ARCHIVE, TimeRange.ALL))
                    .hasMessageContaining("2 too many");
        }
    }

    /** PostgreSQL alone can be made to refuse a row that the core has let pass. */
    @Test
    void rowsThatWereRefusedStayOutAndBooksBalance() throws Exception {
        assumeThat(ChosenWarehouse.isRedshift()).isFalse();
        String table = "_e_raw__picky";
        try (Rig rig = Rig.start(SchemaRules.DEFAULT, PICKY)) {
            send(rig, PICKY, IntStream.range(0, 3).mapToObj(RawReloadIT::picky).toList());
            try (Connection connection = rig.warehouse();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "ALTER TABLE %s.%s ADD CHECK (n NOT IN (13, 17))".formatted(PICKY, table));
            }
            send(rig, PICKY, IntStream.range(10, 20).mapToObj(RawReloadIT::picky).toList());
            List<String> before = rows(rig, PICKY, table);
            assertThat(before).hasSize(11);
            AppBooks books = rig.books(PICKY);
            for (From from : From.values()) {
                assertThat(reload(rig, PICKY, table, from, TimeRange.ALL).same())
                        .as("%s", from)
                        .isTrue();
                assertThat(rows(rig, PICKY, table)).isEqualTo(before);
            }
            assertThat(rig.books(PICKY)).isEqualTo(books);
            // What would fit by now stays out, too: its letter has been sent.
            try (Connection connection = rig.warehouse();
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP TABLE %s.%s".formatted(PICKY, table));
            }
            assertThat(reload(rig, PICKY, table, From.EVENTS, TimeRange.ALL).after().rows())
                    .isEqualTo(11);
            assertThat(rig.books(PICKY)).isEqualTo(books);
        }
    }

    private static String picky(int n) {
        return "{\"ts\":\"2015-01-01T00:00:00Z\",\"entype\":\"raw\",\"evname\":\"picky\",\"body\":{\"n\":%d}}"
                .formatted(n);
    }

    /** A unit that was given up, files of one without a manifest, and a unit found nowhere else. */
    private static void onlySpareObjectsOfTheArchiveAreSwept(Rig rig) {
        Sources sources = rig.installation().sources();
        Set<String> before = archive(sources);
        ArchiveUnit unit =
                before.stream()
                        .filter(it -> it.endsWith(".manifest.json"))
                        .map(it -> ArchiveUnitCodec.read(get(sources, it)))
                        .findFirst()
                        .orElseThrow();
        ArchiveUnit.Part part = unit.parts().getFirst();
        Range unknown = new Range(1_000_000, 1_000_001);
        put(sources, unit, List.of(part));
        String kept =
                put(
                        sources,
                        unit,
                        List.of(
                                new ArchiveUnit.Part(
                                        part.partition(), unknown, part.records(), part.events())));
        String file =
                unit.manifestKey().replace(unit.id().toString(), UUID.randomUUID().toString());
        put(sources, file.replace(".manifest.json", "-0.csv.zst"), new byte[] {1});
        Sweeper.Swept swept =
                new Sweeper(sources, new BooksSettings.Sweep(Duration.ZERO, Duration.ZERO, 1_000))
                        .sweep();
        assertThat(swept.objects()).isGreaterThanOrEqualTo(2);
        assertThat(archive(sources)).contains(kept).containsAll(before).hasSize(before.size() + 1);
        await(sources.store().delete(sources.bucket(), kept));
    }

    private static Set<String> archive(Sources sources) {
        return await(sources.store().list(sources.bucket(), APP + "/archive/", Optional.empty()))
                .objects()
                .stream()
                .map(ObjectPage.Entry::key)
                .collect(Collectors.toSet());
    }

    private static byte[] get(Sources sources, String key) {
        return await(sources.store().get(sources.bucket(), key));
    }

    private static void put(Sources sources, String key, byte[] content) {
        await(sources.store().put(sources.bucket(), key, content));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** The manifest of an attempt that nobody has published. */
    private static String put(Sources sources, ArchiveUnit like, List<ArchiveUnit.Part> parts) {
        UUID id = UUID.randomUUID();
        String key = like.manifestKey().replace(like.id().toString(), id.toString());
        long records = parts.stream().mapToLong(ArchiveUnit.Part::records).sum();
        long events = parts.stream().mapToLong(ArchiveUnit.Part::events).sum();
        put(
                sources,
                key,
                ArchiveUnitCodec.write(
                        new ArchiveUnit(
                                id,
                                APP,
                                like.cluster(),
                                like.bucket(),
                                key,
                                List.of(new ArchiveUnit.File("none", 1, records, events)),
                                parts,
                                like.cutMicros())));
        return key;
    }

    private static void send(Rig rig, String app, List<String> events) throws Exception {
        rig.send(app, events);
        rig.settle(app);
    }

    private static String event(int n, String members) {
        return "{\"ts\":\"2015-01-01T00:%02d:%02dZ\",\"entype\":\"raw\",\"evname\":\"event\",\"id\":\"%d\",\"body\":{%s}}"
                .formatted(n / 60, n % 60, n, members);
    }

    private static Reloaded reload(Rig rig, String app, String table, From from, TimeRange range)
            throws Exception {
        TableSchema schema =
                new RegistryVersions(rig.installation().registry())
                        .tables(app).stream()
                                .filter(it -> it.name().equals(table))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("no table " + table));
        return new RawReload(
                        rig.installation().sources(),
                        rig.installation().settings().sqlizer(),
                        schema,
                        Duration.ofSeconds(60),
                        records -> {})
                .run(from, range);
    }

    private static void run(Rig rig, String sql) throws SQLException {
        try (Connection connection = rig.warehouse();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("%s", APP + "." + TABLE));
        }
    }

    /** All rows but for the version that each was first written in. */
    private static List<String> rows(Rig rig, String app, String table) throws SQLException {
        String names =
                rig.installation().warehouse().tables(app).stream()
                        .filter(it -> it.name().equals(table))
                        .flatMap(it -> it.columns().stream())
                        .map(StoredTable.StoredColumn::name)
                        .filter(it -> !it.equals("_schema_version"))
                        // A table made anew has its columns in the order of their versions.
                        .sorted()
                        .reduce((a, b) -> a + "\", \"" + b)
                        .orElseThrow();
        List<String> rows = new ArrayList<>();
        try (Connection connection = rig.warehouse();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT ROW(\"%s\")::text FROM %s.%s ORDER BY _partition, _offset, _position"
                                        .formatted(names, app, table))) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
